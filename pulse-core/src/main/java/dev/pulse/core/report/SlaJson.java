package dev.pulse.core.report;

import com.squareup.moshi.JsonWriter;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.internal.text.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;

/** Writes a report as JSON. */
final class SlaJson {
  private final SlaReport report;
  // Ten thousand checks have the same days, and most of them spent them in the same way.
  private final List<ByteString> spans = new ArrayList<>();
  private final Repeated<ByteString> times = new Repeated<>(SlaJson::members);

  SlaJson(SlaReport report) {
    this.report = report;
    var boundaries = report.windows().boundaries();
    for (int i = 0; i < report.windows().count(); i++) {
      spans.add(span(boundaries.get(i), boundaries.get(i + 1)));
    }
  }

  void write(BufferedSink sink) throws IOException {
    var json = JsonWriter.of(sink);
    json.beginObject();
    time(json, "from", report.windows().from());
    time(json, "to", report.windows().to());
    json.name("zone").value(report.zone().getId());
    time(json, "made_at", report.madeAt());
    number(json, "objective", report.objective());
    json.name("excluded").beginArray();
    for (Exclusion exclusion : report.exclusions()) {
      json.beginObject();
      time(json, "from", exclusion.from());
      time(json, "to", exclusion.to());
      json.name("reason").value(exclusion.reason()).endObject();
    }
    json.endArray().name("total");
    entry(json, report.total());
    if (report.groupedBy().isPresent()) {
      json.name("group_by").value(report.groupedBy().get());
    }
    json.name("groups").beginArray();
    for (SlaEntry group : report.groups()) {
      entry(json, group);
    }
    json.endArray().name("checks").beginArray();
    for (SlaEntry check : report.checks()) {
      entry(json, check);
    }
    json.endArray().name("policy").beginArray();
    for (String sentence : report.policy()) {
      json.value(sentence);
    }
    json.endArray().endObject();
  }

  private void entry(JsonWriter json, SlaEntry entry) throws IOException {
    json.beginObject();
    json.name("name").value(entry.name());
    json.name("title").value(entry.title());
    json.name("checks").value(entry.checks());
    times(json, entry.uptime());
    if (entry.standing().isPresent()) {
      json.name("standing").value(word(entry.standing().get()));
    }
    json.name("runs").beginObject();
    for (var count : entry.runs().entrySet()) {
      json.name(word(count.getKey())).value(count.getValue());
    }
    json.endObject();
    outages(json, entry.outages());
    latency(json, entry.latency());
    if (entry.noResultsBefore().isPresent()) {
      time(json, "no_results_before", entry.noResultsBefore().get());
    }
    windows(json, entry);
    json.endObject();
  }

  private static void outages(JsonWriter json, Outages outages) throws IOException {
    json.name("outages").beginObject();
    json.name("count").value(outages.count());
    json.name("total_seconds").value(Shares.seconds(outages.total()));
    seconds(json, "longest_seconds", outages.longest());
    json.name("recovered").value(outages.recovered());
    seconds(json, "mean_time_to_recovery_seconds", outages.meanTimeToRecovery());
    json.name("complete").value(outages.isComplete()).endObject();
  }

  private static void latency(JsonWriter json, LatencySummary latency) throws IOException {
    if (latency.count() > 0) {
      json.name("latency").beginObject().name("count").value(latency.count());
      number(json, "p50_ms", latency.p50());
      number(json, "p95_ms", latency.p95());
      number(json, "p99_ms", latency.p99());
      json.name("relative_error").value(latency.relativeError()).endObject();
    }
  }

  private void windows(JsonWriter json, SlaEntry entry) throws IOException {
    json.name("windows");
    try (var sink = json.valueSink()) {
      sink.writeByte('[');
      for (int i = 0; i < spans.size(); i++) {
        sink.writeUtf8(i == 0 ? "{" : ",{").write(spans.get(i)).writeByte(',');
        sink.write(times.of(entry.uptimes().get(i))).writeByte('}');
      }
      sink.writeByte(']');
    }
  }

  private static ByteString span(Instant from, Instant to) {
    return members(
        json -> {
          time(json, "from", from);
          time(json, "to", to);
        });
  }

  private static ByteString members(Uptime uptime) {
    return members(json -> times(json, uptime));
  }

  /** Writes something into an object. */
  @FunctionalInterface
  private interface Members {
    void write(JsonWriter json) throws IOException;
  }

  /** What stands between the braces of an object. */
  private static ByteString members(Members members) {
    try (var buffer = new Buffer()) {
      var json = JsonWriter.of(buffer);
      json.beginObject();
      members.write(json);
      json.endObject();
      var object = buffer.readByteString();
      return object.substring(1, object.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private static void times(JsonWriter json, Uptime uptime) throws IOException {
    json.name("up_seconds").value(Shares.seconds(uptime.up()));
    json.name("down_seconds").value(Shares.seconds(uptime.down()));
    json.name("unknown_seconds").value(Shares.seconds(uptime.unknown()));
    json.name("maintenance_seconds").value(Shares.seconds(uptime.maintenance()));
    var ratio = Shares.ratio(uptime);
    if (ratio.isPresent()) {
      json.name("uptime_ratio").value(ratio.get());
    }
  }

  private static void time(JsonWriter json, String name, Instant instant) throws IOException {
    json.name(name).value(CsvWriter.TIME.format(instant));
  }

  private static void seconds(JsonWriter json, String name, Optional<Duration> duration)
      throws IOException {
    if (duration.isPresent()) {
      json.name(name).value(Shares.seconds(duration.get()));
    }
  }

  private static void number(JsonWriter json, String name, OptionalDouble number)
      throws IOException {
    if (number.isPresent()) {
      json.name(name).value(number.getAsDouble());
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
