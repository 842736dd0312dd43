package dev.pulse.core.store;

import dev.pulse.api.model.Signal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Takes the values of one signal out of stored results, within one transaction. */
final class SignalReader {
  /** There is no value; samples are always numbers. */
  static final double NONE = Double.NaN;

  private final Signal signal;
  private final OutcomeReader texts;
  private final Map<Long, Integer> places = new HashMap<>();

  SignalReader(Signal signal, Session session) {
    this.signal = signal;
    this.texts = new OutcomeReader(session);
  }

  /** The values of all results of a block; NONE where there is none. */
  double[] values(Block block) throws SQLException {
    var values = new double[block.count()];
    switch (signal.kind()) {
      case LATENCY -> {
        long[] latencies = block.latencies();
        for (int i = 0; i < values.length; i++) {
          values[i] = latency(latencies[i]);
        }
      }
      case FAILURES -> {
        long[] statuses = block.statuses();
        for (int i = 0; i < values.length; i++) {
          values[i] = failure((int) statuses[i]);
        }
      }
      case SAMPLE -> addSamples(block, values);
    }
    return values;
  }

  private void addSamples(Block block, double[] values) throws SQLException {
    Arrays.fill(values, NONE);
    long[] shapes = block.shapes();
    for (long shape : Arrays.stream(shapes).distinct().toArray()) {
      int place = shape == 0 ? -1 : place(shape);
      if (place >= 0) {
        long[] numbers = block.numbers(shape, place);
        int next = 0;
        for (int i = 0; i < values.length; i++) {
          if (shapes[i] == shape) {
            values[i] = Double.longBitsToDouble(numbers[next++]);
          }
        }
      }
    }
  }

  /** The value of one result; NONE where there is none. */
  double value(StoredResult result) throws SQLException {
    return switch (signal.kind()) {
      case LATENCY -> latency(result.latency);
      case FAILURES -> failure(result.status);
      case SAMPLE ->
          result.shape == 0
              ? NONE
              : SampleShape.valueAt(place(result.shape), result.numbers).orElse(NONE);
    };
  }

  /** In whole milliseconds, as {@link dev.pulse.api.check.Outcome#value} has it. */
  static double latency(long nanos) {
    long millis = nanos / 1_000_000;
    return nanos == StoredResult.NO_LATENCY ? NONE : millis;
  }

  private static double failure(int status) throws SQLException {
    return switch (StatusNumbers.status(status)) {
      case UNKNOWN -> NONE;
      case FAIL -> 1;
      default -> 0;
    };
  }

  private int place(long shape) throws SQLException {
    Integer place = places.get(shape);
    if (place == null) {
      place = texts.shape(shape).indexOf(signal.name(), signal.labels());
      places.put(shape, place);
    }
    return place;
  }
}
