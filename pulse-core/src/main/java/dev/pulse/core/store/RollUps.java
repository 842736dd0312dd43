package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up new results of one registration: what its cells are to become, for the transaction that
 * makes the results count. Confine to one thread.
 */
final class RollUps {
  private static final Logger log = LoggerFactory.getLogger(RollUps.class);

  /** By start, and by run id where two began together: the order in which results speak. */
  static final Comparator<StoredResult> IN_TIME =
      Comparator.<StoredResult>comparingLong(result -> result.started)
          .thenComparingLong(result -> result.runId);

  private final Session session;
  private final long registration;
  private final SeriesNumbers series;
  private final List<Row> rows = new ArrayList<>();
  private final List<DamagedException> damages = new ArrayList<>();
  private final Set<Long> damagedShapes = new HashSet<>();
  // What days become that have new results, for the months they are in.
  private final SortedMap<Long, Cell> days = new TreeMap<>();

  /** What a row of the table is to become. */
  private static final class Row {
    private final Tier tier;
    private final long span;
    private final byte[] body;

    Row(Tier tier, long span, byte[] body) {
      this.tier = tier;
      this.span = span;
      this.body = body;
    }
  }

  /**
   * What the summaries of a registration are to become. Immutable.
   *
   * @param fresh series that have no number in the file yet
   * @param damages what could not be read on the way, so that something is missing
   */
  record Change(
      long registration,
      List<Row> rows,
      Map<String, Integer> fresh,
      List<DamagedException> damages) {
    void write(Session session) throws SQLException {
      SeriesNumbers.insert(session, registration, fresh);
      for (Row row : rows) {
        session.update(
            "INSERT INTO rollup (registration, tier, span, body) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (registration, tier, span) DO UPDATE SET body = excluded.body",
            registration,
            row.tier.number,
            row.span,
            row.body);
      }
    }
  }

  private RollUps(Session session, long registration) throws SQLException {
    this.session = session;
    this.registration = registration;
    this.series = new SeriesNumbers(session, registration);
  }

  /** Sums up results, in any order, that are sealed: by hour, by day and by month. */
  static Change ofSealed(Session session, long registration, List<StoredResult> results)
      throws SQLException {
    var ordered = new ArrayList<>(results);
    ordered.sort(IN_TIME);
    var rollUps = new RollUps(session, registration);
    var hours = rollUps.cells(Tier.HOUR, ordered);
    var days = joined(Tier.DAY, hours.values());
    var months = joined(Tier.MONTH, days.values());
    rollUps.add(Tier.HOUR, hours, ordered);
    rollUps.add(Tier.DAY, days, ordered);
    rollUps.addMonths(months, ordered);
    return rollUps.change();
  }

  /**
   * Sums up results, in any order, that are removed: by minute, without their samples. What is left
   * as single results is not in them.
   */
  static Change ofRemoved(Session session, long registration, List<StoredResult> results)
      throws SQLException {
    var ordered = new ArrayList<>(results);
    ordered.sort(IN_TIME);
    var rollUps = new RollUps(session, registration);
    rollUps.add(Tier.MINUTE, rollUps.cells(Tier.MINUTE, ordered), ordered);
    return rollUps.change();
  }

  /** Sums up the days of a month that is not there; makes none where one of them is damaged. */
  static Change ofDays(Session session, long registration, long month) throws SQLException {
    var rollUps = new RollUps(session, registration);
    rollUps.ofDays(month, List.of()).ifPresent(cell -> rollUps.addRow(month, cell));
    return rollUps.change();
  }

  private Change change() {
    return new Change(registration, List.copyOf(rows), series.fresh(), List.copyOf(damages));
  }

  private SortedMap<Long, Cell> cells(Tier tier, List<StoredResult> ordered) throws SQLException {
    var cells = new TreeMap<Long, Cell>();
    long number = 0;
    Cell cell = null;
    for (StoredResult result : ordered) {
      if (cell == null || tier.cellOf(result.started) != number) {
        number = tier.cellOf(result.started);
        cell = Cell.of(result);
        cells.put(number, cell);
      } else {
        cell.append(result);
      }
      if (result.latency != StoredResult.NO_LATENCY) {
        cell.tallyOf(Cell.LATENCY).add(SignalReader.latency(result.latency));
      }
      if (result.shape != 0 && tier != Tier.MINUTE) {
        addSamples(cell, result);
      }
    }
    return cells;
  }

  private void addSamples(Cell cell, StoredResult result) throws SQLException {
    if (damagedShapes.contains(result.shape)) {
      return;
    }
    try {
      int[] numbers = series.ofShape(result.shape);
      for (int place = 0; place < numbers.length; place++) {
        if (numbers[place] != SeriesNumbers.NONE) {
          cell.tallyOf(numbers[place])
              .add(SampleShape.valueAt(place, result.numbers).getAsDouble());
        }
      }
    } catch (DamagedException e) {
      // Nobody knows what these numbers are; the rest of the result counts all the same.
      damages.add(e);
      damagedShapes.add(result.shape);
    }
  }

  /** Makes larger cells of smaller ones that are in order. */
  static SortedMap<Long, Cell> joined(Tier tier, Iterable<Cell> cells) {
    var larger = new TreeMap<Long, Cell>();
    for (Cell cell : cells) {
      long number = tier.cellOf(cell.speech().first());
      var same = larger.get(number);
      if (same == null) {
        same = new Cell(cell.speech().copy(), new long[Cell.STATUSES]);
        larger.put(number, same);
      } else {
        same.speech().append(cell.speech());
      }
      same.add(cell);
    }
    return larger;
  }

  private void add(Tier tier, SortedMap<Long, Cell> more, List<StoredResult> results)
      throws SQLException {
    var byRow = new TreeMap<Long, SortedMap<Long, Cell>>();
    more.forEach(
        (number, cell) ->
            byRow
                .computeIfAbsent(tier.rowOf(cell.speech().first()), row -> new TreeMap<>())
                .put(number, cell));
    for (Map.Entry<Long, SortedMap<Long, Cell>> entry : byRow.entrySet()) {
      var present = present(tier, entry.getKey());
      if (present.isEmpty()) {
        continue;
      }
      var cells = present.get();
      for (Map.Entry<Long, Cell> next : entry.getValue().entrySet()) {
        var old = cells.get(next.getKey());
        if (old == null) {
          cells.put(next.getKey(), next.getValue());
        } else {
          old.speech(speech(tier, old, next.getValue().speech(), results));
          old.add(next.getValue());
        }
      }
      if (tier == Tier.DAY) {
        entry.getValue().keySet().forEach(number -> days.put(number, cells.get(number)));
      }
      rows.add(new Row(tier, entry.getKey(), CellRow.write(tier, List.copyOf(cells.values()))));
    }
  }

  /** Months are made with their days, and of them where they are not there or damaged. */
  private void addMonths(SortedMap<Long, Cell> more, List<StoredResult> results)
      throws SQLException {
    for (Map.Entry<Long, Cell> next : more.entrySet()) {
      long number = next.getKey();
      var old = month(number);
      if (old.isPresent()) {
        old.get().speech(speech(Tier.MONTH, old.get(), next.getValue().speech(), results));
        old.get().add(next.getValue());
        addRow(number, old.get());
      } else {
        ofDays(number, results).ifPresent(cell -> addRow(number, cell));
      }
    }
  }

  private void addRow(long number, Cell month) {
    rows.add(new Row(Tier.MONTH, number, CellRow.write(Tier.MONTH, List.of(month))));
  }

  private Optional<Cell> month(long number) throws SQLException {
    var body = body(Tier.MONTH, number);
    try {
      return body.isEmpty()
          ? Optional.empty()
          : Optional.of(CellRow.read(Tier.MONTH, number, body.get(), CellRow.ALL).get(0));
    } catch (DamagedException e) {
      log.warn("A month of results is summed up anew, because that in the file is damaged", e);
      return Optional.empty();
    }
  }

  /** What all days of a month come to; nothing when one of them is damaged. */
  private Optional<Cell> ofDays(long month, List<StoredResult> fresh) throws SQLException {
    try {
      return new Months(session, registration).month(month, CellRow.ALL, days, fresh);
    } catch (DamagedException e) {
      damages.add(e);
      return Optional.empty();
    }
  }

  private Optional<byte[]> body(Tier tier, long row) throws SQLException {
    return session.first(
        "SELECT body FROM rollup WHERE registration = ? AND tier = ? AND span = ?",
        found -> found.getBytes(1),
        registration,
        tier.number,
        row);
  }

  /** What stands in a row; nothing when it is damaged and must stay so. */
  private Optional<SortedMap<Long, Cell>> present(Tier tier, long row) throws SQLException {
    var cells = new TreeMap<Long, Cell>();
    var body = body(tier, row);
    if (body.isEmpty()) {
      return Optional.of(cells);
    }
    try {
      for (Cell cell : CellRow.read(tier, row, body.get(), CellRow.ALL)) {
        cells.put(tier.cellOf(cell.speech().first()), cell);
      }
      return Optional.of(cells);
    } catch (DamagedException e) {
      return anew(tier, row, e);
    }
  }

  /**
   * What a damaged row was made of, as long as all of that is there. Where it is not, the row stays
   * as it is, for whoever reads it to be told: what is left would pass for all there was. An hour
   * of which minutes are missing is not divided, so that these can begin anew.
   */
  private Optional<SortedMap<Long, Cell>> anew(Tier tier, long row, DamagedException damage)
      throws SQLException {
    List<StoredResult> left = List.of();
    if (tier != Tier.MINUTE) {
      long start = tier.startOfRow(row);
      long kept =
          session.first("SELECT results FROM kept", found -> found.getLong(1)).orElseThrow();
      if (start < kept) {
        damages.add(damage);
        return Optional.empty();
      }
      try {
        left = sealed(start, start + tier.row());
      } catch (DamagedException e) {
        damages.add(e);
        return Optional.empty();
      }
    }
    log.warn("Summaries of results are made anew, because those in the file are damaged", damage);
    return Optional.of(cells(tier, left.stream().sorted(IN_TIME).toList()));
  }

  /** How the time of a cell was spent, with more results in it. */
  private Speech speech(Tier tier, Cell old, Speech more, List<StoredResult> results)
      throws SQLException {
    var known = old.speech();
    if (more.first() > known.last()) {
      known.append(more);
      return known;
    }
    if (more.last() < known.first()) {
      more.append(known);
      return more;
    }
    long time = known.first();
    var inside = results.stream().filter(r -> tier.cellOf(r.started) == tier.cellOf(time)).toList();
    if (tier == Tier.MONTH) {
      return ofDays(old, inside);
    }
    if (tier != Tier.MINUTE) {
      var all = new TreeSet<>(IN_TIME);
      try {
        all.addAll(sealed(tier.startOf(time), tier.endOf(time)));
      } catch (DamagedException e) {
        damages.add(e);
        return around(known, inside);
      }
      all.addAll(inside);
      // More, when blocks of older versions are still to be summed up; less, when some were
      // removed.
      if (all.size() >= old.runs() + inside.size()) {
        return speechOf(all);
      }
    }
    return around(known, inside);
  }

  /** How the time of a month was spent is known from its days, unless some of them are gone. */
  private Speech ofDays(Cell month, List<StoredResult> inside) throws SQLException {
    var known = month.speech();
    try {
      long number = Tier.MONTH.cellOf(known.first());
      var days = new Months(session, registration).month(number, CellRow.NONE, this.days, inside);
      if (days.isPresent() && days.get().runs() == month.runs() + inside.size()) {
        return days.get().speech();
      }
    } catch (DamagedException e) {
      damages.add(e);
    }
    return around(known, inside);
  }

  /** The clock was set back, or results came late: those that are in blocks tell what was when. */
  private List<StoredResult> sealed(long from, long end) throws SQLException {
    var results = new ArrayList<StoredResult>();
    new SeriesReader(session, registration, List.of())
        .each(
            from,
            end,
            (block, inside) -> {
              for (int i = 0; i < block.count(); i++) {
                if (inside.has(i)) {
                  results.add(block.result(i));
                }
              }
            },
            result -> {});
    return results;
  }

  private static Speech speechOf(Iterable<StoredResult> ordered) throws SQLException {
    var results = ordered.iterator();
    var speech = Cell.speechOf(results.next());
    while (results.hasNext()) {
      speech.append(Cell.speechOf(results.next()));
    }
    return speech;
  }

  /**
   * What it was that was said in between is not known any more; only what comes before and after
   * can be added.
   */
  private static Speech around(Speech known, List<StoredResult> ordered) throws SQLException {
    var before = ordered.stream().filter(result -> result.started < known.first()).toList();
    var after = ordered.stream().filter(result -> result.started > known.last()).toList();
    var speech = known;
    if (!before.isEmpty()) {
      speech = speechOf(before);
      speech.append(known);
    }
    if (!after.isEmpty()) {
      speech.append(speechOf(after));
    }
    return speech;
  }
}
