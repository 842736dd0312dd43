package dev.pulse.benchmarks.exporter;

import com.sun.management.ThreadMXBean;
import dev.pulse.benchmarks.measure.Machine;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/** One of the two that are compared: it is scraped, and what that took is remembered. */
final class Side {
  private final Scraped scraped;
  private long[] nanos = new long[0];
  private Duration cpu = Duration.ZERO;
  private long allocated;
  private long bytes;

  /** Writes a page. */
  @FunctionalInterface
  interface Scraped {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Takes a page and keeps nothing of it, as a socket does. */
  private static final class Sink extends OutputStream {
    private long bytes;

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      bytes += count;
    }
  }

  Side(Scraped scraped) {
    this.scraped = scraped;
  }

  /** Scrapes so many times without looking. */
  void warmUp(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      scraped.writeTo(new Sink());
    }
  }

  /** Scrapes so many times in a row. */
  void measure(int times) throws IOException {
    var taken = new long[times];
    var before = Machine.now();
    long bytesBefore = allocatedByThisThread();
    for (int i = 0; i < times; i++) {
      var sink = new Sink();
      long begin = System.nanoTime();
      scraped.writeTo(sink);
      taken[i] = System.nanoTime() - begin;
      bytes = sink.bytes;
    }
    allocated += allocatedByThisThread() - bytesBefore;
    cpu = cpu.plus(Machine.now().cpuSince(before));
    nanos = LongStream.concat(Arrays.stream(nanos), Arrays.stream(taken)).sorted().toArray();
  }

  private static long allocatedByThisThread() {
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    return threads.getCurrentThreadAllocatedBytes();
  }

  double millis(double share) {
    return Machine.quantile(nanos, share) / 1e6;
  }

  double cpuMillis() {
    return cpu.toNanos() / 1e6 / nanos.length;
  }

  double allocatedMegabytes() {
    return allocated / 1e6 / nanos.length;
  }

  double megabytes() {
    return bytes / 1e6;
  }

  int scrapes() {
    return nanos.length;
  }
}
