package dev.pulse.core.export;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Slice;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one check in one window.
 *
 * @param check its name
 * @param signal the number that was summarised
 * @param slice what the journal says
 */
record WindowRow(String check, Signal signal, Slice slice) {
  static final Table<WindowRow> TABLE =
      Table.<WindowRow>empty()
          .with("check", WindowRow::check)
          .with("from", row -> row.slice.start())
          .with("to", row -> row.slice.end())
          .with("runs_pass", row -> row.runs(Status.PASS))
          .with("runs_warn", row -> row.runs(Status.WARN))
          .with("runs_unknown", row -> row.runs(Status.UNKNOWN))
          .with("runs_fail", row -> row.runs(Status.FAIL))
          .with("up_seconds", row -> seconds(row.slice.uptime().up()))
          .with("down_seconds", row -> seconds(row.slice.uptime().down()))
          .with("unknown_seconds", row -> seconds(row.slice.uptime().unknown()))
          .with("maintenance_seconds", row -> seconds(row.slice.uptime().maintenance()))
          .with("uptime_ratio", row -> orNull(row.slice.uptime().ratio()))
          .with("signal", row -> row.signal)
          .with("values", row -> row.slice.values().count())
          .with("min", row -> orNull(row.slice.values().min()))
          .with("mean", row -> orNull(row.slice.values().mean()))
          .with("max", row -> orNull(row.slice.values().max()))
          .with("p50", row -> row.quantile(0.5))
          .with("p95", row -> row.quantile(0.95))
          .with("p99", row -> row.quantile(0.99))
          .with("relative_error", row -> row.slice.values().relativeError());

  private long runs(Status status) {
    return slice.runs().getOrDefault(status, 0L);
  }

  private @Nullable Double quantile(double share) {
    return orNull(slice.values().quantile(share));
  }

  private static BigDecimal seconds(Duration duration) {
    return Table.plain(
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9)));
  }

  private static @Nullable Double orNull(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }
}
