package dev.pulse.core.report;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.internal.text.CsvWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Writes a report as CSV. */
final class SlaCsv {
  private static final List<String> HEADER =
      List.of(
          "row",
          "name",
          "title",
          "checks",
          "from",
          "to",
          "up_seconds",
          "down_seconds",
          "unknown_seconds",
          "maintenance_seconds",
          "uptime_ratio",
          "objective",
          "standing",
          "runs_pass",
          "runs_warn",
          "runs_unknown",
          "runs_fail",
          "outages",
          "longest_outage_seconds",
          "mean_time_to_recovery_seconds",
          "outages_complete",
          "latency_count",
          "p50_ms",
          "p95_ms",
          "p99_ms",
          "relative_error",
          "no_results_before");

  /** The empty cells behind the times of a window. */
  private static final ByteString WINDOW_END =
      ByteString.encodeUtf8(",".repeat(HEADER.size() - HEADER.indexOf("uptime_ratio") - 2));

  private final SlaReport report;
  // Ten thousand checks have the same days, and most of them spent them in the same way.
  private final List<ByteString> spans = new ArrayList<>();
  private final Repeated<ByteString> times =
      new Repeated<>(uptime -> CsvWriter.cells(times(uptime)));

  SlaCsv(SlaReport report) {
    this.report = report;
    var boundaries = report.windows().boundaries();
    for (int i = 0; i < report.windows().count(); i++) {
      spans.add(CsvWriter.cells(List.of(boundaries.get(i), boundaries.get(i + 1))));
    }
  }

  void write(BufferedSink sink) throws IOException {
    var csv = new CsvWriter(sink);
    csv.row(HEADER);
    entry(csv, "total", report.total());
    for (SlaEntry group : report.groups()) {
      entry(csv, "group", group);
    }
    for (SlaEntry check : report.checks()) {
      entry(csv, "check", check);
    }
    windows(csv, "total", report.total());
    for (SlaEntry group : report.groups()) {
      windows(csv, "group", group);
    }
    for (SlaEntry check : report.checks()) {
      windows(csv, "check", check);
    }
    for (String sentence : report.policy()) {
      csv.row(filled(new ArrayList<>(List.of("policy", "", sentence))));
    }
  }

  private void entry(CsvWriter csv, String row, SlaEntry entry) throws IOException {
    var cells = new ArrayList<@Nullable Object>();
    var windows = report.windows();
    cells.addAll(name(row, entry));
    cells.add(windows.from());
    cells.add(windows.to());
    cells.addAll(times(entry.uptime()));
    cells.add(orNull(report.objective()));
    cells.add(entry.standing().map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(null));
    for (Status status : List.of(Status.PASS, Status.WARN, Status.UNKNOWN, Status.FAIL)) {
      cells.add(entry.runs().getOrDefault(status, 0L));
    }
    var outages = entry.outages();
    cells.add(outages.count());
    cells.add(outages.longest().map(Shares::seconds).orElse(null));
    cells.add(outages.meanTimeToRecovery().map(Shares::seconds).orElse(null));
    cells.add(outages.isComplete());
    var latency = entry.latency();
    if (latency.count() > 0) {
      cells.add(latency.count());
      cells.add(orNull(latency.p50()));
      cells.add(orNull(latency.p95()));
      cells.add(orNull(latency.p99()));
      cells.add(latency.relativeError());
    }
    while (cells.size() < HEADER.size() - 1) {
      cells.add(null);
    }
    cells.add(entry.noResultsBefore().orElse(null));
    csv.row(cells);
  }

  private void windows(CsvWriter csv, String kind, SlaEntry entry) throws IOException {
    var name = CsvWriter.cells(name(kind + "_window", entry));
    for (int i = 0; i < spans.size(); i++) {
      csv.row(name, spans.get(i), times.of(entry.uptimes().get(i)), WINDOW_END);
    }
  }

  private static List<Object> name(String row, SlaEntry entry) {
    return List.of(row, entry.name(), entry.title(), entry.checks());
  }

  private static List<@Nullable Object> times(Uptime uptime) {
    var cells = new ArrayList<@Nullable Object>();
    cells.add(Shares.seconds(uptime.up()));
    cells.add(Shares.seconds(uptime.down()));
    cells.add(Shares.seconds(uptime.unknown()));
    cells.add(Shares.seconds(uptime.maintenance()));
    cells.add(Shares.ratio(uptime).orElse(null));
    return cells;
  }

  private static List<@Nullable Object> filled(List<@Nullable Object> cells) {
    while (cells.size() < HEADER.size()) {
      cells.add(null);
    }
    return cells;
  }

  private static @Nullable BigDecimal orNull(OptionalDouble number) {
    return number.isPresent() ? BigDecimal.valueOf(number.getAsDouble()) : null;
  }
}
