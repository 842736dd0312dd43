package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;

/**
 * The cells of one registration that stand in one row of the table {@code rollup}, in the order of
 * time.
 *
 * <p>A cell begins with a byte: which statuses there are, what its last result says, whether that
 * is valid for as long as in the cell before, and whether all time between its first and its last
 * result is of the same kind. Then come the runs by status; the first start, as its distance from
 * where it would be if checks ran like clockwork; the time; the series, each with its length, so
 * that a query of one does not read the others. A minute with one result has nothing but that. The
 * time of a month is written piece by piece, so that it is known what was said when.
 *
 * <p>Before all cells stand a version and a checksum of them and of the row they belong to: when
 * single results are gone, nothing else could tell that a bit has changed.
 */
final class CellRow {
  private static final int VERSION = 1;
  // A version and the checksum of the rest.
  private static final int HEAD = 5;
  private static final int SPEAKS_SHIFT = 4;
  private static final int SAME_VALIDITY = 0x40;
  private static final int ONE_KIND = 0x80;
  private static final Speaks[] SPEAKS = {
    Speaks.UNKNOWN, Speaks.UP, Speaks.DOWN, Speaks.MAINTENANCE
  };

  /** Wants all series. */
  static final IntPredicate ALL = series -> true;

  /** Wants no series: only runs and time. */
  static final IntPredicate NONE = series -> false;

  private CellRow() {}

  static byte[] write(Tier tier, List<Cell> cells) {
    var out = new ByteWriter();
    out.put(VERSION);
    out.put(new byte[HEAD - 1]);
    long row = tier.rowOf(cells.get(0).speech().first());
    long expected = tier.startOfRow(row);
    long validity = 0;
    var series = new ByteWriter();
    for (Cell cell : cells) {
      var speech = cell.speech();
      writeHead(tier, out, cell, validity);
      out.signed(speech.first() - expected);
      writeTime(tier, out, cell, validity);
      if (tier == Tier.MINUTE && cell.runs() == 1) {
        var latency = cell.tallyOf(Cell.LATENCY);
        out.unsigned(latency.count() == 0 ? 0 : (long) latency.min() + 1);
      } else {
        writeSeries(out, cell, series);
      }
      expected = speech.first() + tier.millis();
      validity = speech.validFor();
    }
    byte[] body = out.toArray();
    ByteBuffer.wrap(body).putInt(1, checksum(tier, row, body));
    return body;
  }

  private static int checksum(Tier tier, long row, byte[] body) {
    var crc = new CRC32C();
    crc.update(tier.number);
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, row));
    crc.update(body, HEAD, body.length - HEAD);
    return (int) crc.getValue();
  }

  private static void writeHead(Tier tier, ByteWriter out, Cell cell, long validity) {
    var speech = cell.speech();
    int head = numberOf(speech.speaks()) << SPEAKS_SHIFT;
    head |= speech.validFor() == validity ? SAME_VALIDITY : 0;
    head |= isOfOneKind(tier, speech) ? ONE_KIND : 0;
    for (int status = 0; status < Cell.STATUSES; status++) {
      head |= cell.runs(status) > 0 ? 1 << status : 0;
    }
    out.put(head);
    for (int status = 0; status < Cell.STATUSES; status++) {
      if (cell.runs(status) > 0) {
        out.unsigned(cell.runs(status));
      }
    }
  }

  private static void writeTime(Tier tier, ByteWriter out, Cell cell, long validity) {
    var speech = cell.speech();
    if (speech.validFor() != validity) {
      out.unsigned(speech.validFor());
    }
    if (cell.runs() == 1) {
      return;
    }
    out.unsigned(speech.last() - speech.first());
    if (isOfOneKind(tier, speech)) {
      return;
    }
    if (tier == Tier.MONTH) {
      var turns = speech.turns();
      out.unsigned(turns.map(Turns::count).orElse(0));
      if (turns.isPresent()) {
        // A month is short enough for two bits beside its milliseconds.
        turns.get().each((start, said, length) -> out.unsigned(length << 2 | numberOf(said)));
        return;
      }
    }
    out.unsigned(speech.up());
    out.unsigned(speech.down());
    out.unsigned(speech.maintenance());
  }

  private static boolean isOfOneKind(Tier tier, Speech speech) {
    long length = speech.last() - speech.first();
    boolean hides = tier == Tier.MONTH && speech.speaks() == Speaks.UNKNOWN;
    return !hides
        && speech.up() == (speech.speaks() == Speaks.UP ? length : 0)
        && speech.down() == (speech.speaks() == Speaks.DOWN ? length : 0)
        && speech.maintenance() == (speech.speaks() == Speaks.MAINTENANCE ? length : 0);
  }

  private static int numberOf(Speaks speaks) {
    return switch (speaks) {
      case UNKNOWN -> 0;
      case UP -> 1;
      case DOWN -> 2;
      case MAINTENANCE -> 3;
    };
  }

  private static void writeSeries(ByteWriter out, Cell cell, ByteWriter one) {
    long runs = cell.runs();
    int[] count = {0};
    cell.eachSeries(series -> count[0]++);
    out.unsigned(count[0]);
    cell.eachSeries(
        series -> {
          one.clear();
          cell.tallyOf(series).write(one, runs);
          out.unsigned(series);
          out.unsigned(one.length());
          out.put(one.array(), 0, one.length());
        });
  }

  /**
   * Reads cells.
   *
   * @param row the number of the row
   * @param wanted which series are needed
   */
  static List<Cell> read(Tier tier, long row, byte[] body, IntPredicate wanted)
      throws SQLException {
    try {
      // Not even a head, or no cell: nobody writes that.
      if (body.length <= HEAD || body[0] != VERSION) {
        throw new IllegalArgumentException("another version");
      }
      if (ByteBuffer.wrap(body).getInt(1) != checksum(tier, row, body)) {
        throw new IllegalArgumentException("another checksum");
      }
      var in = new ByteReader(body, HEAD, body.length);
      var cells = new ArrayList<Cell>();
      long expected = tier.startOfRow(row);
      long validity = 0;
      while (in.hasMore()) {
        var cell = readCell(tier, in, expected, validity, wanted);
        cells.add(cell);
        expected = cell.speech().first() + tier.millis();
        validity = cell.speech().validFor();
      }
      return cells;
    } catch (RuntimeException e) {
      throw new DamagedException("a summary of results", e);
    }
  }

  private static Cell readCell(
      Tier tier, ByteReader in, long expected, long validity, IntPredicate wanted) {
    int head = in.get();
    var runs = new long[Cell.STATUSES];
    long sum = 0;
    for (int status = 0; status < Cell.STATUSES; status++) {
      runs[status] = (head & 1 << status) == 0 ? 0 : in.unsigned();
      sum += runs[status];
    }
    long first = expected + in.signed();
    long validFor = (head & SAME_VALIDITY) == 0 ? in.unsigned() : validity;
    var speaks = SPEAKS[head >> SPEAKS_SHIFT & 3];
    if (sum == 1) {
      var cell = new Cell(Speech.of(first, speaks, validFor), runs);
      if (tier == Tier.MINUTE) {
        long latency = in.unsigned();
        if (latency > 0 && wanted.test(Cell.LATENCY)) {
          cell.tallyOf(Cell.LATENCY).add((double) (latency - 1));
        }
        return cell;
      }
      return readSeries(cell, in, sum, wanted);
    }
    long last = first + in.unsigned();
    boolean oneKind = (head & ONE_KIND) != 0;
    int turns = tier == Tier.MONTH && !oneKind ? in.count() : 0;
    var speech =
        turns > 0
            ? Speech.of(first, readTurns(in, turns, first, last), last, speaks, validFor)
            : readSums(in, oneKind, first, last, speaks, validFor);
    return readSeries(new Cell(speech, runs), in, sum, wanted);
  }

  private static Turns readTurns(ByteReader in, int count, long first, long last) {
    var turns = new Turns(first);
    for (int i = 0; i < count; i++) {
      long piece = in.unsigned();
      turns.add(SPEAKS[(int) piece & 3], turns.end() + (piece >>> 2));
    }
    if (turns.end() != last) {
      throw new IllegalArgumentException("pieces of another length");
    }
    return turns;
  }

  private static Speech readSums(
      ByteReader in, boolean oneKind, long first, long last, Speaks speaks, long validFor) {
    long length = last - first;
    long up = oneKind ? (speaks == Speaks.UP ? length : 0) : in.unsigned();
    long down = oneKind ? (speaks == Speaks.DOWN ? length : 0) : in.unsigned();
    long maintenance = oneKind ? (speaks == Speaks.MAINTENANCE ? length : 0) : in.unsigned();
    return Speech.of(first, up, down, maintenance, last, speaks, validFor);
  }

  private static Cell readSeries(Cell cell, ByteReader in, long runs, IntPredicate wanted) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int series = Math.toIntExact(in.unsigned());
      var one = in.part(in.count());
      if (series > SeriesNumbers.MOST) {
        throw new IllegalArgumentException("series " + series);
      }
      if (wanted.test(series)) {
        cell.tally(series, Tally.read(one, runs));
      }
    }
    return cell;
  }
}
