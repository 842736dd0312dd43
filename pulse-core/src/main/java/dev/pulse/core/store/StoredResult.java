package dev.pulse.core.store;

import org.jspecify.annotations.Nullable;

/**
 * An outcome as the journal keeps it: times as numbers, shared texts as their ids in {@code term}.
 * Which registration it belongs to is known where it is kept. Immutable.
 */
final class StoredResult {
  static final byte[] NO_NUMBERS = {};
  static final long NO_LATENCY = -1;

  /** Of a result that was written before results had a validity; see {@link OldValidity}. */
  static final long NO_VALIDITY = -1;

  /** The flag of results that have a validity. */
  private static final int VALIDITY = 128;

  /**
   * When the ids of 1970 plus 50 years begin: an id is the milliseconds since then, and a count.
   */
  private static final long EPOCH_MILLIS = 1_577_836_800_000L;

  private static final int COUNT_BITS = 12;

  final long runId;
  // In milliseconds since 1970.
  final long started;
  // As in StatusNumbers.
  final int status;
  // In nanoseconds; NO_LATENCY when it was not measured.
  final long latency;
  // In microseconds, as the next one.
  final long took;
  final long late;
  final int attempt;
  final long instance;
  // Terms; 0 for none.
  final long reason;
  final long shape;
  final String summary;
  // The values of the samples in the order of the shape.
  final byte[] numbers;
  final @Nullable String extra;
  // In milliseconds.
  final long validFor;
  // A term; 0 for none.
  final long maintenance;

  StoredResult(
      long runId,
      long started,
      int status,
      long latency,
      long took,
      long late,
      int attempt,
      long instance,
      long reason,
      String summary,
      long shape,
      byte[] numbers,
      @Nullable String extra,
      long validFor,
      long maintenance) {
    this.runId = runId;
    this.started = started;
    this.status = status;
    this.latency = latency;
    this.took = took;
    this.late = late;
    this.attempt = attempt;
    this.instance = instance;
    this.reason = reason;
    this.summary = summary;
    this.shape = shape;
    this.numbers = numbers;
    this.extra = extra;
    this.validFor = validFor;
    this.maintenance = maintenance;
  }

  /**
   * The id that a run would have that was numbered at a time. Where the engine numbers runs when
   * they end, what is left of an id beside it is small; any other id goes through as well.
   */
  static long idAt(long millis) {
    return (millis - EPOCH_MILLIS) << COUNT_BITS;
  }

  /** How many milliseconds the difference of two ids is. */
  static long millisOf(long idDifference) {
    return idDifference >> COUNT_BITS;
  }

  /** What the difference of two ids has beside its milliseconds. */
  static long countOf(long idDifference) {
    return idDifference & ((1 << COUNT_BITS) - 1);
  }

  /** The difference of two ids that has these parts. */
  static long idOf(long millis, long count) {
    return (millis << COUNT_BITS) + count;
  }

  /** This result with another validity. */
  StoredResult withValidFor(long millis) {
    return new StoredResult(
        runId,
        started,
        status,
        latency,
        took,
        late,
        attempt,
        instance,
        reason,
        summary,
        shape,
        numbers,
        extra,
        millis,
        maintenance);
  }

  /** Writes this result by itself, for the log and for the tail. */
  void write(ByteWriter out) {
    write(
        out,
        runId,
        started,
        status,
        latency,
        took,
        late,
        attempt,
        instance,
        reason,
        summary,
        shape,
        numbers,
        extra,
        validFor,
        maintenance);
  }

  /** The same, of parts; spares the object where results only pass through. */
  static void write(
      ByteWriter out,
      long runId,
      long started,
      int status,
      long latency,
      long took,
      long late,
      int attempt,
      long instance,
      long reason,
      String summary,
      long shape,
      byte[] numbers,
      @Nullable String extra,
      long validFor,
      long maintenance) {
    out.put(
        status
            | (latency == NO_LATENCY ? 0 : 4)
            | (reason == 0 ? 0 : 8)
            | (shape == 0 ? 0 : 16)
            | (extra == null ? 0 : 32)
            | (attempt == 1 ? 0 : 64)
            | VALIDITY);
    out.signed(started);
    out.signed(runId - idAt(started));
    out.unsigned(took);
    out.unsigned(late);
    out.unsigned(instance);
    out.text(summary);
    if (latency != NO_LATENCY) {
      out.unsigned(latency);
    }
    if (reason != 0) {
      out.unsigned(reason);
    }
    if (shape != 0) {
      out.unsigned(shape);
      out.sized(numbers);
    }
    if (extra != null) {
      out.text(extra);
    }
    if (attempt != 1) {
      out.signed(attempt);
    }
    out.unsigned(validFor);
    out.unsigned(maintenance);
  }

  /** The status in the first byte of what {@link #write} writes. */
  static int statusOf(int flags) {
    return flags & 3;
  }

  /** Passes over a result. */
  static void skip(ByteReader in) {
    int flags = in.get();
    // When it started, the run id, took, late, the instance.
    for (int i = 0; i < 5; i++) {
      in.unsigned();
    }
    in.skip(in.count());
    skipNumber(in, flags & 4);
    skipNumber(in, flags & 8);
    if ((flags & 16) != 0) {
      in.unsigned();
      in.skip(in.count());
    }
    if ((flags & 32) != 0) {
      in.skip(in.count());
    }
    skipNumber(in, flags & 64);
    skipNumber(in, flags & VALIDITY);
    skipNumber(in, flags & VALIDITY);
  }

  private static void skipNumber(ByteReader in, int flag) {
    if (flag != 0) {
      in.unsigned();
    }
  }

  static StoredResult read(ByteReader in) {
    int flags = in.get();
    long started = in.signed();
    long runId = in.signed() + idAt(started);
    long took = in.unsigned();
    long late = in.unsigned();
    long instance = in.unsigned();
    var summary = in.text();
    long latency = (flags & 4) == 0 ? NO_LATENCY : in.unsigned();
    long reason = (flags & 8) == 0 ? 0 : in.unsigned();
    long shape = (flags & 16) == 0 ? 0 : in.unsigned();
    byte[] numbers = (flags & 16) == 0 ? NO_NUMBERS : in.sized();
    var extra = (flags & 32) == 0 ? null : in.text();
    int attempt = (flags & 64) == 0 ? 1 : Math.toIntExact(in.signed());
    boolean old = (flags & VALIDITY) == 0;
    long validFor = old ? NO_VALIDITY : in.unsigned();
    long maintenance = old ? 0 : in.unsigned();
    return new StoredResult(
        runId,
        started,
        statusOf(flags),
        latency,
        took,
        late,
        attempt,
        instance,
        reason,
        summary,
        shape,
        numbers,
        extra,
        validFor,
        maintenance);
  }
}
