package dev.pulse.benchmarks.journal;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How long a question lasts.
 *
 * @param cold the first time, in milliseconds
 * @param p50 warm, in milliseconds
 * @param p99 warm, in milliseconds
 */
record Questions(double cold, double p50, double p99) {
  private static final int WARM_UP = 100;
  private static final int LEAST = 20;
  private static final int MOST = 1_000;
  private static final double SECONDS = 3;

  /** Asks once, then to warm up, then to measure; slow questions are asked less often. */
  static Questions ask(IntConsumer question) {
    double cold = millis(question, 0);
    double begin = System.nanoTime() / 1e9;
    for (int i = 1; i < WARM_UP && System.nanoTime() / 1e9 - begin < SECONDS; i++) {
      question.accept(i);
    }
    begin = System.nanoTime() / 1e9;
    double[] times = new double[MOST];
    int asked = 0;
    while (asked < LEAST || (asked < MOST && System.nanoTime() / 1e9 - begin < SECONDS)) {
      times[asked] = millis(question, asked);
      asked++;
    }
    times = Arrays.copyOf(times, asked);
    Arrays.sort(times);
    return new Questions(cold, times[asked / 2], times[(int) Math.ceil(asked * 0.99) - 1]);
  }

  private static double millis(IntConsumer question, int number) {
    long start = System.nanoTime();
    question.accept(number);
    return (System.nanoTime() - start) / 1e6;
  }
}
