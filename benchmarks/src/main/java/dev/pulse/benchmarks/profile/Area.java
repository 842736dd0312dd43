package dev.pulse.benchmarks.profile;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of the program that processor time goes into, told by the frames of a stack. */
enum Area {
  SOCKETS("sockets, with the kernel's part"),
  WAKING("waking threads and going to sleep, with the kernel's part"),
  FILES("files, with the kernel's part"),
  OKHTTP("OkHttp and Okio"),
  TLS("TLS and certificates"),
  NET("the JDK's net, without calls of the system"),
  HTTP_CHECK("HttpCheck, its limits and results"),
  RULES("rules, detectors, conditions, alerts"),
  SQLITE("SQLite, its driver, with the kernel's part"),
  JOURNAL("the journal, without SQLite"),
  ENGINE("the engine"),
  PULSE("Pulse otherwise"),
  BENCHMARK("the benchmark itself"),
  THREADS("the JDK's pools, locks and virtual threads"),
  JDK("the JDK otherwise"),
  UNREADABLE("stacks that could not be read");

  /** For people. */
  final String title;

  private static final Set<String> SLEEPERS =
      Set.of(
          "park",
          "unpark",
          "sleepNanos0",
          "sleep",
          "wait",
          "wait0",
          "notify",
          "notifyAll",
          "yield0",
          "onSpinWait");

  private static final List<String> SOCKET_PACKAGES =
      List.of("sun.nio.ch.", "java.net.", "sun.net.");

  /** The first that fits counts; packages of which nothing is said belong to whoever calls them. */
  private static final List<Owner> OWNERS =
      List.of(
          new Owner("dev.pulse.benchmarks.", BENCHMARK),
          new Owner("org.sqlite.", SQLITE),
          new Owner("dev.pulse.core.store.", JOURNAL),
          new Owner("dev.pulse.core.check.", HTTP_CHECK),
          new Owner("dev.pulse.core.net.", HTTP_CHECK),
          new Owner("dev.pulse.core.internal.net.", HTTP_CHECK),
          new Owner("dev.pulse.core.internal.alert", RULES),
          new Owner("dev.pulse.core.internal.route.", RULES),
          new Owner("dev.pulse.core.internal.notify.", RULES),
          new Owner("dev.pulse.core.detect.", RULES),
          new Owner("dev.pulse.core.condition.", RULES),
          new Owner("dev.pulse.core.slo.", RULES),
          new Owner("dev.pulse.api.alert.", RULES),
          new Owner("dev.pulse.core.internal.engine.", ENGINE),
          new Owner("dev.pulse.", PULSE),
          new Owner("okhttp3.", OKHTTP),
          new Owner("okio.", OKHTTP),
          new Owner("org.conscrypt.", TLS),
          new Owner("sun.security.", TLS),
          new Owner("com.sun.crypto.", TLS),
          new Owner("com.sun.net.ssl.", TLS),
          new Owner("javax.crypto.", TLS),
          new Owner("javax.net.ssl.", TLS),
          new Owner("java.security.", TLS),
          new Owner("java.net.", NET),
          new Owner("sun.nio.ch.", NET),
          new Owner("sun.net.", NET));

  /** Whose a package is. */
  private record Owner(String prefix, Area area) {}

  /** A frame of a stack. */
  record Frame(String type, String method, boolean isNative) {}

  Area(String title) {
    this.title = title;
  }

  /** The area of a stack, the innermost frame first. */
  static Area of(List<Frame> stack) {
    if (stack.isEmpty()) {
      return UNREADABLE;
    }
    var inner = ofSystem(stack);
    if (inner != null) {
      return inner;
    }
    for (Frame frame : stack) {
      for (Owner owner : OWNERS) {
        if (frame.type.startsWith(owner.prefix)) {
          return owner.area;
        }
      }
    }
    return stack.stream().anyMatch(Area::isOfThreads) ? THREADS : JDK;
  }

  /** What a native frame on top asks of the system. */
  private static @Nullable Area ofSystem(List<Frame> stack) {
    var top = stack.get(0);
    if (!top.isNative) {
      return null;
    }
    if (SLEEPERS.contains(top.method)) {
      return WAKING;
    }
    if (SOCKET_PACKAGES.stream().anyMatch(top.type::startsWith)) {
      return top.type.contains("File") && !top.type.contains("FileDispatcherImpl")
          ? FILES
          : SOCKETS;
    }
    return top.type.startsWith("java.io.") || top.type.startsWith("sun.nio.fs.") ? FILES : null;
  }

  private static boolean isOfThreads(Frame frame) {
    return frame.type.startsWith("java.util.concurrent.")
        || frame.type.startsWith("java.lang.VirtualThread")
        || frame.type.startsWith("jdk.internal.vm.")
        || frame.type.equals("java.lang.Thread");
  }
}
