package dev.pulse.benchmarks.year;

import java.util.Arrays;

/**
 * How long the answers to a request took.
 *
 * @param times in milliseconds, sorted
 * @param cpu of server and client for one answer, in milliseconds
 * @param bytes of the last answer
 */
@SuppressWarnings("ArrayRecordComponent") // read once, and never compared
record Asked(String name, double[] times, double cpu, int bytes) {
  Asked {
    times = times.clone();
    Arrays.sort(times);
  }

  double p50() {
    return times[times.length / 2];
  }

  double p99() {
    return times[(int) Math.ceil(times.length * 0.99) - 1];
  }

  double slowest() {
    return times[times.length - 1];
  }
}
