package dev.pulse.api.collect;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * What one collection brought: samples of distinct series. Immutable.
 *
 * <pre>{@code
 * return Samples.builder()
 *     .gauge("queue_depth", Labels.of("queue", "mail"), 17)
 *     .counter("mails_sent_total", Labels.empty(), 90210)
 *     .build();
 * }</pre>
 */
public final class Samples {
  private final List<Sample> samples;

  private Samples(List<Sample> samples) {
    this.samples = samples;
  }

  /** The samples of a collection. */
  public static Samples of(Collection<Sample> samples) {
    return builder().addAll(samples).build();
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The samples in the order of adding; unmodifiable. */
  public List<Sample> asList() {
    return samples;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Samples that && samples.equals(that.samples);
  }

  @Override
  public int hashCode() {
    return samples.hashCode();
  }

  @Override
  public String toString() {
    return samples.toString();
  }

  /** Builds {@link Samples}. Confine to one thread. */
  public static final class Builder {
    private final List<Sample> samples = new ArrayList<>();

    private Builder() {}

    /** Adds a gauge. */
    public Builder gauge(String name, Labels labels, double value) {
      return add(Sample.gauge(name, labels, value));
    }

    /** Adds a counter. */
    public Builder counter(String name, Labels labels, double value) {
      return add(Sample.counter(name, labels, value));
    }

    /** Adds a sample. */
    public Builder add(Sample sample) {
      samples.add(requireNonNull(sample, "sample"));
      return this;
    }

    /** Adds samples. */
    public Builder addAll(Collection<Sample> samples) {
      samples.forEach(this::add);
      return this;
    }

    /**
     * The samples.
     *
     * @throws IllegalArgumentException when a series occurs twice
     */
    public Samples build() {
      record Series(String name, Labels labels) {}

      var seen = new HashSet<Series>();
      for (Sample sample : samples) {
        if (!seen.add(new Series(sample.name(), sample.labels()))) {
          throw new IllegalArgumentException(
              "series " + sample.name() + sample.labels() + " occurs twice in one collection");
        }
      }
      return new Samples(List.copyOf(samples));
    }
  }
}
