package dev.pulse.testkit;

import static dev.pulse.testkit.Rules.mutant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.api.spi.DetectorProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderContractTest {
  private static final Rules RULES = new Rules(CheckProviderContract.class);

  /** One that does what it should; the mutants change one thing of it. */
  public static class Queue implements CheckProvider {
    /** As {@link java.util.ServiceLoader} wants it. */
    public Queue() {}

    @Override
    public String type() {
      return "acme.queue";
    }

    @Override
    public Check create(Settings settings) {
      var name = settings.text("queue").describedAs("which queue").required();
      int most = settings.integer("most").describedAs("how many").between(0, 99).orElse(9);
      return context -> CheckResult.pass(name + " " + most);
    }
  }

  static Arguments[] mutants() {
    return new Arguments[] {
      mutant("typeHasTheRightForm", "shouts", typed("ACME.Queue")),
      mutant("typeHasTheRightForm", "has no words", typed("")),
      mutant("typeHasTheRightForm", "is long-winded", typed("acme." + "x".repeat(100))),
      mutant("typeHasTheRightForm", "changes its mind", changing()),
      mutant("canBeFoundByServiceLoader", "is hidden", contract(new Hidden())),
      mutant("validOptionsMakeSomething", "refuses all", creating(Mutations::refuses)),
      mutant("validOptionsMakeSomething", "makes nothing", creating(settings -> null)),
      mutant("unknownOptionIsReported", "reads whatever is there", creating(Mutations::readsAll)),
      mutant("missingOptionsAreReportedAllAtOnce", "needs nothing", creating(Mutations::needsNone)),
      mutant("missingOptionsAreReportedAllAtOnce", "stops early", creating(Mutations::stops)),
      mutant("wrongTypesAreReportedAndNeverThrown", "trusts a text", creating(Mutations::trusts)),
      mutant("optionsAreDescribed", "says nothing", creating(Mutations::mute)),
      mutant("optionsAreDescribed", "hides one", creating(Mutations::hides)),
      mutant("optionsAreDescribed", "calls none required", creating(Mutations::lax)),
      mutant("secretsStayOutOfProblems", "repeats what it got", creating(Mutations::repeats)),
    };
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void ruleCanBeBroken(String rule, CheckProviderContract mutant) {
    assertThatThrownBy(() -> RULES.apply(rule, mutant)).isInstanceOf(AssertionError.class);
  }

  @Test
  void everyRuleHasItsMutant() {
    assertThat(Rules.broken(mutants())).isEqualTo(RULES.names());
  }

  @Nested
  class HoldsForChecks extends CheckProviderContract {
    @Override
    protected CheckProvider provider() {
      return new Queue();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return Map.of("queue", "mail", "most", 3);
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of("queue");
    }
  }

  /** Brings one number. */
  public static final class Depth implements CollectorProvider {
    /** As {@link java.util.ServiceLoader} wants it. */
    public Depth() {}

    @Override
    public String type() {
      return "acme.depth";
    }

    @Override
    public Collector create(Settings settings) {
      settings.text("queue").describedAs("which queue").required();
      return context -> Samples.builder().build();
    }
  }

  @Nested
  class HoldsForCollectors extends CollectorProviderContract {
    @Override
    protected CollectorProvider provider() {
      return new Depth();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return Map.of("queue", "mail");
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of("queue");
    }
  }

  /** Finds nothing odd. */
  public static final class Calm implements DetectorProvider {
    /** As {@link java.util.ServiceLoader} wants it. */
    public Calm() {}

    @Override
    public String type() {
      return "acme.calm";
    }

    @Override
    public Supplier<? extends Detector> create(Settings settings) {
      settings.integer("most").describedAs("how many").orElse(1);
      return () -> (value, at) -> Verdict.normal();
    }
  }

  @Nested
  class HoldsForDetectors extends DetectorProviderContract {
    @Override
    protected DetectorProvider provider() {
      return new Calm();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return Map.of("most", 3);
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of();
    }
  }

  private static final class Hidden extends Queue {}

  private interface Creation {
    Check create(Settings settings);
  }

  /** Ways to read options that look right. */
  private static final class Mutations {
    private static Check made() {
      return context -> CheckResult.pass("made");
    }

    static Check refuses(Settings settings) {
      settings.note("queue", "is never right");
      return new Queue().create(settings);
    }

    static Check readsAll(Settings settings) {
      settings.keys().forEach(key -> settings.text(key).optional());
      return new Queue().create(settings);
    }

    static Check needsNone(Settings settings) {
      settings.text("queue").describedAs("which").orElse("mail");
      settings.text("broker").describedAs("where").orElse("here");
      settings.integer("most").describedAs("how many").orElse(1);
      return made();
    }

    static Check stops(Settings settings) {
      if (settings.text("queue").describedAs("which").optional().isEmpty()) {
        throw new IllegalArgumentException("queue is missing");
      }
      return new Queue().create(settings);
    }

    static Check trusts(Settings settings) {
      var queue = settings.text("queue").describedAs("which").orElse("mail");
      settings.integer("most").describedAs("how many").orElse(1);
      var rest = queue.substring("mail".length());
      return context -> CheckResult.pass(rest);
    }

    static Check mute(Settings settings) {
      settings.text("queue").required();
      settings.integer("most").describedAs("how many").orElse(1);
      return made();
    }

    static Check hides(Settings settings) {
      if (settings.has("most")) {
        settings.integer("most").orElse(1);
      }
      settings.text("queue").describedAs("which").required();
      return made();
    }

    static Check lax(Settings settings) {
      if (settings.text("queue").describedAs("which").optional().isEmpty()) {
        settings.note("queue", "is required");
      }
      settings.integer("most").describedAs("how many").orElse(1);
      return made();
    }

    static Check repeats(Settings settings) {
      var queue = settings.text("queue").describedAs("which").required();
      settings.integer("most").describedAs("how many").orElse(1);
      if (queue.indexOf(' ') >= 0) {
        throw new IllegalArgumentException("no queue is called " + queue.split(" ", 2)[0]);
      }
      return made();
    }
  }

  private static CheckProviderContract creating(Creation creation) {
    return contract(
        new Queue() {
          @Override
          public Check create(Settings settings) {
            return creation.create(settings);
          }
        });
  }

  private static CheckProviderContract typed(String type) {
    return contract(
        new Queue() {
          @Override
          public String type() {
            return type;
          }
        });
  }

  private static CheckProviderContract changing() {
    var asked = new AtomicInteger();
    return contract(
        new Queue() {
          @Override
          public String type() {
            return "acme.queue" + asked.incrementAndGet();
          }
        });
  }

  private static CheckProviderContract contract(CheckProvider provider) {
    return new CheckProviderContract() {
      @Override
      protected CheckProvider provider() {
        return provider;
      }

      @Override
      protected Map<String, Object> validOptions() {
        return Map.of("queue", "mail", "most", 3);
      }

      @Override
      protected Set<String> requiredOptions() {
        return Set.of("queue");
      }
    };
  }
}
