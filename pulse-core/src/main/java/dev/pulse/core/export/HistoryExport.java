package dev.pulse.core.export;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Windows;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.OptionalLong;
import okio.BufferedSink;
import okio.Okio;

/**
 * Writes history for other programs: each result, or windows of it. However much it is, only a page
 * of results or the windows of one check are in memory at a time.
 *
 * <pre>{@code
 * try (OutputStream out = Files.newOutputStream(Path.of("shop.csv"))) {
 *   HistoryExport.of(pulse.journal(), ExportFormat.CSV)
 *       .outcomes(OutcomeQuery.of("shop").from(monday), out);
 * }
 * }</pre>
 *
 * <p>What is written is complete only when the method returns: whoever writes a file gives it its
 * name afterwards. When the journal or the stream fails, the exception comes through, and the rest
 * is not written. An interrupted thread ends in an {@link java.io.InterruptedIOException}. The
 * stream is flushed and never closed. Immutable; a journal may be exported by several threads.
 */
public final class HistoryExport {
  private static final int PAGE = 1_000;

  private final Journal journal;
  private final ExportFormat format;

  private HistoryExport(Journal journal, ExportFormat format) {
    this.journal = requireNonNull(journal, "journal");
    this.format = requireNonNull(format, "format");
  }

  /** An export of a journal. */
  public static HistoryExport of(Journal journal, ExportFormat format) {
    return new HistoryExport(journal, format);
  }

  /**
   * Writes single results, newest first: results that arrive meanwhile are not among them, and none
   * appears twice. CSV leaves out samples, findings, details and the log of a run; JSON has them.
   *
   * @param query which ones; its limit does not count, its {@code before} does
   * @return how many there were
   * @throws dev.pulse.api.store.StoreException when the journal fails
   * @throws IOException when the stream does
   */
  public long outcomes(OutcomeQuery query, OutputStream out) throws IOException {
    var sink = Okio.buffer(Okio.sink(out));
    // The first page is read before anything is written: a store that is down is no empty export.
    var page = journal.outcomes(query.limit(PAGE));
    var rows = OutcomeColumns.TABLE.begin(format, sink);
    long written = 0;
    OptionalLong next;
    do {
      for (Outcome outcome : page.items()) {
        rows.add(outcome);
        written++;
      }
      next = page.next();
      if (next.isPresent()) {
        page = journal.outcomes(query.limit(PAGE).before(next.getAsLong()));
      }
    } while (next.isPresent());
    rows.end();
    return finished(written, sink);
  }

  /**
   * Writes a row for each window of each check, oldest first within a check: how its runs ended,
   * how the time was spent, how the signal was. A check that the journal knows nothing of has rows,
   * and they are unknown.
   *
   * @param checks by name, in the order in which they are wanted
   * @return how many rows there were
   * @throws dev.pulse.api.store.StoreException when the journal fails
   * @throws IOException when the stream does
   */
  public long windows(Collection<String> checks, Signal signal, Windows windows, OutputStream out)
      throws IOException {
    requireNonNull(signal, "signal");
    requireNonNull(windows, "windows");
    var sink = Okio.buffer(Okio.sink(out));
    // Stays in the sink until the first check has been read: see above.
    var rows = WindowRow.TABLE.begin(format, sink);
    long written = 0;
    for (String check : checks) {
      for (Slice slice : journal.history(check, signal, windows)) {
        rows.add(new WindowRow(check, signal, slice));
        written++;
      }
    }
    rows.end();
    return finished(written, sink);
  }

  private static long finished(long written, BufferedSink sink) throws IOException {
    sink.flush();
    return written;
  }
}
