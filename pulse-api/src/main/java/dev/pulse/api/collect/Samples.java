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
  private final List<Unavailable> unavailable;

  /**
   * Something that could not be read, although the rest could: never "none", never zero.
   *
   * @param what what is missing, the same from run to run, such as the name of a series or a source
   * @param because why, in one line; never a secret
   */
  public record Unavailable(String what, String because) {
    /** Something missing; both parts are needed. */
    public Unavailable {
      requireNonNull(what, "what");
      requireNonNull(because, "because");
    }
  }

  private Samples(List<Sample> samples, List<Unavailable> unavailable) {
    this.samples = samples;
    this.unavailable = unavailable;
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

  /** What could not be read; unmodifiable. */
  public List<Unavailable> unavailable() {
    return unavailable;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Samples that
        && samples.equals(that.samples)
        && unavailable.equals(that.unavailable);
  }

  @Override
  public int hashCode() {
    return samples.hashCode() * 31 + unavailable.hashCode();
  }

  @Override
  public String toString() {
    return samples + (unavailable.isEmpty() ? "" : " without " + unavailable);
  }

  /** Builds {@link Samples}. Confine to one thread. */
  public static final class Builder {
    private final List<Sample> samples = new ArrayList<>();
    private final List<Unavailable> unavailable = new ArrayList<>();

    private Builder() {}

    /** Says that something could not be read, although the rest could. */
    public Builder unavailable(String what, String because) {
      unavailable.add(new Unavailable(what, because));
      return this;
    }

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
     * @throws IllegalArgumentException when a series, or something unavailable, occurs twice
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
      var missing = new HashSet<String>();
      for (Unavailable source : unavailable) {
        if (!missing.add(source.what())) {
          throw new IllegalArgumentException("\"" + source.what() + "\" is unavailable twice");
        }
      }
      return new Samples(List.copyOf(samples), List.copyOf(unavailable));
    }
  }
}
