package dev.pulse.samples.app;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An outcome for machines: one object, without what is not known. */
final class OutcomeJson {
  private static final JsonAdapter<Object> JSON =
      new Moshi.Builder().build().adapter(Object.class).indent("  ");

  private OutcomeJson() {}

  static String write(Check check, Outcome outcome) {
    var result = outcome.result();
    var object = new LinkedHashMap<String, Object>();
    object.put("check", check.toString());
    object.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
    result.reason().map(Reason::code).ifPresent(code -> object.put("reason", code));
    object.put("summary", result.summary());
    object.put("started", outcome.started().toString());
    object.put("took_ms", outcome.took().toNanos() / 1e6);
    result.latency().ifPresent(latency -> object.put("latency_ms", latency.toNanos() / 1e6));
    object.put("samples", result.samples().stream().map(OutcomeJson::sample).toList());
    object.put("details", result.details());
    object.put("log", outcome.log());
    return JSON.toJson(object) + System.lineSeparator();
  }

  private static Map<String, Object> sample(Sample sample) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", sample.name());
    object.put("labels", sample.labels().asMap());
    object.put("value", sample.value());
    return object;
  }
}
