package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Results of one registration, sealed: column by column, so that each is packed among its like, and
 * a query of latencies does not touch the texts. Columns are unpacked when they are asked for.
 * Confine to one thread.
 *
 * <p>The form: a version, the checksum of the rest, how many results, the length of each column,
 * the columns. A column of zeros has no bytes.
 */
final class Block {
  private static final int VERSION = 2;
  private static final int HEAD = 5;
  private static final long SEALED_NO_LATENCY = -1_000;
  private static final int MOST_RESULTS = 1 << 16;

  private static final int STARTED = 0;
  private static final int LATENCY = 1;
  private static final int TOOK = 2;
  private static final int RUN_ID = 3;
  private static final int STATUS = 4;
  private static final int LATE = 5;
  private static final int ATTEMPT = 6;
  private static final int INSTANCE = 7;
  private static final int REASON = 8;
  private static final int SUMMARY = 9;
  private static final int SHAPE = 10;
  private static final int NUMBERS = 11;
  private static final int EXTRA = 12;
  private static final int VALID_FOR = 13;
  private static final int MAINTENANCE = 14;
  private static final int COLUMNS = 15;

  // How a column is written of which most can be known: as it is, or as what is left.
  private static final int PLAIN = 0;
  private static final int REST = 1;
  // What is left of run ids, in two parts.
  private static final int PARTS = 2;

  // The form that results had before they had a validity.
  private static final int OLD_VERSION = 1;
  private static final int OLD_COLUMNS = 13;

  private final byte[] body;
  private final int count;
  private final int[] ends = new int[COLUMNS];
  private final int first;
  private final boolean old;
  private final long[] @Nullable [] columns = new long[COLUMNS][];
  private final TextColumn.@Nullable Texts[] texts = new TextColumn.Texts[COLUMNS];
  private @Nullable Map<Long, Samples> samples;
  private int @Nullable [] places;
  private long @Nullable [] millis;

  /** The numbers of the results that have one shape, unpacked place by place. */
  private static final class Samples {
    final int places;
    final int rest;
    final List<ByteReader> packed = new ArrayList<>();
    final @Nullable DecimalColumn[] columns;
    final long[] latencies;
    int read;
    long @Nullable [] last;

    Samples(int bytes, long[] latencies, ByteReader in) {
      places = bytes / 8;
      rest = bytes % 8;
      this.latencies = latencies;
      int parts = places + (rest == 0 ? 0 : 1);
      for (int i = 0; i < parts; i++) {
        packed.add(in.part(in.count()));
      }
      columns = new DecimalColumn[places];
    }

    /** A column of eight bytes; those before it are read first. */
    DecimalColumn column(int place) {
      while (read <= place) {
        var before = read == 0 ? null : columns[read - 1];
        columns[read] = DecimalColumn.read(packed.get(read), latencies, before);
        read++;
      }
      return requireNonNull(columns[place]);
    }

    /** The four bytes behind the last column. */
    long[] last() {
      if (last == null) {
        last = NumberColumn.read(packed.get(places), latencies.length);
      }
      return last;
    }

    byte[] row(int row) {
      var bytes = ByteBuffer.allocate(places * 8 + rest);
      for (int place = 0; place < places; place++) {
        bytes.putLong(column(place).bits(row));
      }
      if (rest != 0) {
        bytes.putInt(Math.toIntExact(last()[row]));
      }
      return bytes.array();
    }
  }

  private Block(byte[] body, int count, ByteReader lengths) {
    this.body = body;
    this.count = count;
    old = body[0] == OLD_VERSION;
    for (int i = 0; i < (old ? OLD_COLUMNS : COLUMNS); i++) {
      ends[i] = lengths.count();
    }
    first = lengths.position();
    int at = first;
    for (int i = 0; i < COLUMNS; i++) {
      at = Math.addExact(at, ends[i]);
      ends[i] = at;
    }
    if (at != body.length) {
      throw new IllegalArgumentException(body.length + " bytes instead of " + at);
    }
  }

  /** Seals results. */
  static byte[] seal(List<StoredResult> results) {
    var columns = new ByteWriter[COLUMNS];
    Arrays.setAll(columns, i -> new ByteWriter());
    long[] started = numbers(results, result -> result.started);
    NumberColumn.write(columns[STARTED], started);
    write(columns[LATENCY], numbers(results, Block::sealedLatency));
    writeSmaller(
        columns[TOOK],
        numbers(results, result -> result.took),
        numbers(results, result -> result.took - micros(result.latency)));
    writeRunIds(columns[RUN_ID], results);
    write(columns[STATUS], numbers(results, result -> result.status));
    write(columns[LATE], numbers(results, result -> result.late));
    write(columns[ATTEMPT], numbers(results, result -> result.attempt - 1L));
    write(columns[INSTANCE], numbers(results, result -> result.instance));
    write(columns[REASON], numbers(results, result -> result.reason));
    write(columns[SHAPE], numbers(results, result -> result.shape));
    write(columns[VALID_FOR], numbers(results, result -> result.validFor));
    write(columns[MAINTENANCE], numbers(results, result -> result.maintenance));
    writeSamples(columns[NUMBERS], results);
    long[] millis = numbers(results, result -> millis(result.latency));
    TextColumn.write(
        columns[SUMMARY],
        results.stream().map(result -> result.summary).toArray(String[]::new),
        millis);
    if (results.stream().anyMatch(result -> result.extra != null)) {
      TextColumn.write(
          columns[EXTRA],
          results.stream().map(result -> result.extra).toArray(String[]::new),
          millis);
    }
    return join(results.size(), columns);
  }

  private static byte[] join(int count, ByteWriter[] columns) {
    var out = new ByteWriter();
    out.put(VERSION);
    out.put(new byte[HEAD - 1]);
    out.unsigned(count);
    for (ByteWriter column : columns) {
      out.unsigned(column.length());
    }
    for (ByteWriter column : columns) {
      out.put(column.array(), 0, column.length());
    }
    byte[] body = out.toArray();
    ByteBuffer.wrap(body).putInt(1, checksum(body));
    return body;
  }

  private static int checksum(byte[] body) {
    var crc = new CRC32C();
    crc.update(body, HEAD, body.length - HEAD);
    return (int) crc.getValue();
  }

  private static long[] numbers(List<StoredResult> results, ToLongFunction<StoredResult> part) {
    var numbers = new long[results.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = part.applyAsLong(results.get(i));
    }
    return numbers;
  }

  private static void write(ByteWriter column, long[] numbers) {
    for (long number : numbers) {
      if (number != 0) {
        NumberColumn.write(column, numbers);
        return;
      }
    }
  }

  /** Writes numbers as they are, or as what they differ from what can be known. */
  private static void writeSmaller(ByteWriter column, long[] plain, long[] rest) {
    boolean smaller = NumberColumn.spread(rest) < NumberColumn.spread(plain);
    column.put(smaller ? REST : PLAIN);
    NumberColumn.write(column, smaller ? rest : plain);
  }

  /** Apart: by how many milliseconds ids differ, and the counts of those of one millisecond. */
  private static void writeRunIds(ByteWriter column, List<StoredResult> results) {
    long[] plain = numbers(results, result -> result.runId);
    long[] rest = numbers(results, r -> r.runId - StoredResult.idAt(r.started + r.took / 1_000));
    if (NumberColumn.spread(plain) <= NumberColumn.spread(rest)) {
      column.put(PLAIN);
      NumberColumn.write(column, plain);
      return;
    }
    column.put(PARTS);
    for (boolean counts : new boolean[] {false, true}) {
      var part = new long[rest.length];
      for (int i = 0; i < part.length; i++) {
        part[i] = counts ? StoredResult.countOf(rest[i]) : StoredResult.millisOf(rest[i]);
      }
      NumberColumn.write(column, part);
    }
  }

  private static void writeSamples(ByteWriter out, List<StoredResult> results) {
    var byShape = new LinkedHashMap<Long, List<StoredResult>>();
    for (StoredResult result : results) {
      if (result.shape != 0) {
        byShape.computeIfAbsent(result.shape, shape -> new ArrayList<>()).add(result);
      }
    }
    var column = new ByteWriter();
    for (List<StoredResult> alike : byShape.values()) {
      long[] latencies = numbers(alike, result -> result.latency);
      int bytes = alike.get(0).numbers.length;
      @Nullable DecimalColumn before = null;
      out.unsigned(bytes);
      for (int at = 0; at + 8 <= bytes; at += 8) {
        int place = at;
        column.clear();
        long[] bits = numbers(alike, result -> ByteBuffer.wrap(result.numbers).getLong(place));
        before = DecimalColumn.write(column, bits, latencies, before);
        out.unsigned(column.length());
        out.put(column.array(), 0, column.length());
      }
      if (bytes % 8 != 0) {
        column.clear();
        NumberColumn.write(
            column,
            numbers(
                alike, result -> ByteBuffer.wrap(result.numbers).getInt(bytes - Integer.BYTES)));
        out.unsigned(column.length());
        out.put(column.array(), 0, column.length());
      }
    }
  }

  /** A gap among whole microseconds stays one of them, so that they keep their common factor. */
  private static long sealedLatency(StoredResult result) {
    return result.latency == StoredResult.NO_LATENCY ? SEALED_NO_LATENCY : result.latency;
  }

  private static long micros(long latency) {
    return Math.max(0, latency) / 1_000;
  }

  /** What summaries say of a latency. */
  private static long millis(long latency) {
    return Math.max(0, latency) / 1_000_000;
  }

  /** Opens what {@link #seal} wrote. */
  static Block open(byte[] body) throws SQLException {
    try {
      if (body.length < HEAD || (body[0] != VERSION && body[0] != OLD_VERSION)) {
        throw new IllegalArgumentException("another version");
      }
      if (ByteBuffer.wrap(body).getInt(1) != checksum(body)) {
        throw new IllegalArgumentException("another checksum");
      }
      var in = new ByteReader(body, HEAD, body.length);
      long count = in.unsigned();
      if (count < 1 || count > MOST_RESULTS) {
        throw new IllegalArgumentException(count + " results");
      }
      return new Block(body, (int) count, in);
    } catch (RuntimeException e) {
      throw new DamagedException("a block of results", e);
    }
  }

  int count() {
    return count;
  }

  long[] started() throws SQLException {
    return column(STARTED);
  }

  long[] runIds() throws SQLException {
    return column(RUN_ID);
  }

  /** As in {@link StatusNumbers}. */
  long[] statuses() throws SQLException {
    return column(STATUS);
  }

  /** In nanoseconds, or {@link StoredResult#NO_LATENCY}. */
  long[] latencies() throws SQLException {
    return column(LATENCY);
  }

  /** In milliseconds. */
  long[] validities() throws SQLException {
    return column(VALID_FOR);
  }

  /** The term of the announced maintenance each result fell into; 0 where none. */
  long[] maintenances() throws SQLException {
    return column(MAINTENANCE);
  }

  /** The term of each result's shape; 0 where it has no samples. */
  long[] shapes() throws SQLException {
    return column(SHAPE);
  }

  /**
   * One number of each result of a shape, in their order, as bits of a double.
   *
   * @param place where the shape has it
   */
  long[] numbers(long shape, int place) throws SQLException {
    try {
      var of = samplesOf(shape);
      if (place >= of.places) {
        throw new IndexOutOfBoundsException(place + " of " + of.places);
      }
      return of.column(place).bits();
    } catch (RuntimeException e) {
      throw new DamagedException("a block of results", e);
    }
  }

  private Samples samplesOf(long shape) throws SQLException {
    if (samples == null) {
      samples = readSamples();
    }
    var found = samples.get(shape);
    if (found == null) {
      throw new IllegalArgumentException("no numbers of shape " + shape);
    }
    return found;
  }

  private Map<Long, Samples> readSamples() throws SQLException {
    var all = new LinkedHashMap<Long, Samples>();
    var in = reader(NUMBERS);
    for (long shape : shapes()) {
      if (shape != 0 && !all.containsKey(shape)) {
        all.put(shape, new Samples(Math.toIntExact(in.unsigned()), latenciesOf(shape), in));
      }
    }
    return all;
  }

  private long[] latenciesOf(long shape) throws SQLException {
    long[] shapes = shapes();
    long[] latencies = latencies();
    var some = new long[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (shapes[i] == shape) {
        some[found++] = latencies[i];
      }
    }
    return Arrays.copyOf(some, found);
  }

  /** All results, in their order. */
  List<StoredResult> results() throws SQLException {
    var results = new ArrayList<StoredResult>(count);
    for (int i = 0; i < count; i++) {
      results.add(result(i));
    }
    return results;
  }

  StoredResult result(int i) throws SQLException {
    try {
      long shape = column(SHAPE)[i];
      var summary = text(SUMMARY).get(i);
      return new StoredResult(
          column(RUN_ID)[i],
          column(STARTED)[i],
          Math.toIntExact(column(STATUS)[i]),
          column(LATENCY)[i],
          column(TOOK)[i],
          column(LATE)[i],
          Math.toIntExact(column(ATTEMPT)[i] + 1),
          column(INSTANCE)[i],
          column(REASON)[i],
          summary == null ? "" : summary,
          shape,
          shape == 0 ? StoredResult.NO_NUMBERS : samplesOf(shape).row(placeOf(i)),
          text(EXTRA).get(i),
          column(VALID_FOR)[i],
          column(MAINTENANCE)[i]);
    } catch (RuntimeException e) {
      throw new DamagedException("a block of results", e);
    }
  }

  /** Where a result stands among those of its shape. */
  private int placeOf(int result) throws SQLException {
    if (places == null) {
      places = new int[count];
      long[] shapes = shapes();
      var counts = new HashMap<Long, Integer>();
      for (int i = 0; i < count; i++) {
        places[i] = counts.merge(shapes[i], 1, Integer::sum) - 1;
      }
    }
    return places[result];
  }

  private TextColumn.Texts text(int index) throws SQLException {
    var text = texts[index];
    if (text == null) {
      text = isEmpty(index) ? row -> null : TextColumn.read(reader(index), latencyMillis());
      texts[index] = text;
    }
    return text;
  }

  private long[] latencyMillis() throws SQLException {
    if (millis == null) {
      millis = latencies().clone();
      for (int i = 0; i < count; i++) {
        millis[i] = millis(millis[i]);
      }
    }
    return millis;
  }

  private long[] column(int index) throws SQLException {
    var column = columns[index];
    if (column == null) {
      try {
        if (old && index == VALID_FOR) {
          column = new long[count];
          Arrays.fill(column, OldValidity.of(started()));
        } else {
          column = isEmpty(index) ? new long[count] : read(index);
        }
      } catch (RuntimeException e) {
        throw new DamagedException("a block of results", e);
      }
      columns[index] = column;
    }
    return column;
  }

  private long[] read(int index) throws SQLException {
    var in = reader(index);
    return switch (index) {
      case LATENCY -> {
        long[] column = NumberColumn.read(in, count);
        for (int i = 0; i < count; i++) {
          column[i] = Math.max(column[i], StoredResult.NO_LATENCY);
        }
        yield column;
      }
      case TOOK -> readTook(in);
      case RUN_ID -> readRunIds(in);
      default -> NumberColumn.read(in, count);
    };
  }

  private long[] readTook(ByteReader in) throws SQLException {
    boolean rest = in.get() != PLAIN;
    long[] column = NumberColumn.read(in, count);
    if (rest) {
      long[] latencies = latencies();
      for (int i = 0; i < count; i++) {
        column[i] += micros(latencies[i]);
      }
    }
    return column;
  }

  private long[] readRunIds(ByteReader in) throws SQLException {
    int form = in.get();
    long[] column = NumberColumn.read(in, count);
    if (form == PARTS) {
      long[] counts = NumberColumn.read(in, count);
      for (int i = 0; i < count; i++) {
        column[i] = StoredResult.idOf(column[i], counts[i]);
      }
    }
    if (form != PLAIN) {
      long[] started = started();
      long[] took = column(TOOK);
      for (int i = 0; i < count; i++) {
        column[i] += StoredResult.idAt(started[i] + took[i] / 1_000);
      }
    }
    return column;
  }

  private boolean isEmpty(int index) {
    return ends[index] == start(index);
  }

  private int start(int index) {
    return index == 0 ? first : ends[index - 1];
  }

  private ByteReader reader(int index) {
    return new ByteReader(body, start(index), ends[index]);
  }
}
