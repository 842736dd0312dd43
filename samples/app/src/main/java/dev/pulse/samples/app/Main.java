package dev.pulse.samples.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The entry of the runnable jar: gives the command line what the JVM has, and exits. */
public final class Main {
  /** Longer than everything that is bounded on the way down: server 5 s, engine 10 s. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    var stop = new StopSignal();
    var err = stream(FileDescriptor.err);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInOrder(stop, err), "stop"));
    var surroundings =
        new Surroundings(
            System.getenv(), Keyboard.ofProcess(System.in), stream(FileDescriptor.out), err, stop);
    int code;
    try {
      code = new CommandLineInterface(surroundings).run(arguments);
    } finally {
      stop.stopped();
    }
    System.exit(code);
  }

  /** The JVM ends when this returns, so it returns when the command has, or has taken too long. */
  private static void stopInOrder(StopSignal stop, PrintStream err) {
    stop.ask();
    try {
      if (!stop.awaitStopped(LONGEST_STOP)) {
        err.println("pulse: still busy after " + LONGEST_STOP.toSeconds() + " s, stopping anyway");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
