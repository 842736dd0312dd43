package dev.pulse.prometheus;

import dev.pulse.api.model.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An alert that is pending or firing on a server. Immutable. */
public final class ActiveAlert {
  private final Labels labels;
  private final Map<String, String> annotations;
  private final String state;
  private final @Nullable Instant activeAt;
  private final double value;

  ActiveAlert(
      Labels labels,
      Map<String, String> annotations,
      String state,
      @Nullable Instant activeAt,
      double value) {
    this.labels = labels;
    this.annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    this.state = state;
    this.activeAt = activeAt;
    this.value = value;
  }

  /** Its labels, {@code alertname} among them. */
  public Labels labels() {
    return labels;
  }

  /** Its annotations; unmodifiable. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** {@code pending} or {@code firing}. */
  public String state() {
    return state;
  }

  /** Since when its expression has held. */
  public Optional<Instant> activeAt() {
    return Optional.ofNullable(activeAt);
  }

  /** The value of its expression; any number, also {@code NaN} and the infinities. */
  public double value() {
    return value;
  }

  @Override
  public String toString() {
    return state + " " + labels;
  }
}
