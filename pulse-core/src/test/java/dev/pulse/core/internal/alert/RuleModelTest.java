package dev.pulse.core.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares the book with a model that keeps everything it ever saw in lists, and looks through them
 * anew at each outcome. The rules, the outcomes, the restarts and what people do are random.
 */
class RuleModelTest {
  private static final int RULES = 30;
  private static final int LENGTH = 1_200;
  private static final List<Integer> STEPS = List.of(0, 30, 30, 30, 60, 600);
  private static final List<Integer> SECONDS = List.of(0, 0, 30, 60, 90, 600);

  /** The kinds of rule, and what each takes for bad: written down a second time on purpose. */
  enum Kind {
    FAILING,
    WARNING,
    UNKNOWN,
    CONDITION,
    FINDING,
    FINDING_OR_WARNING,
    FINDING_CONDITION;

    AlertRule rule() {
      return switch (this) {
        case FAILING -> AlertRule.whenFailing();
        case WARNING -> AlertRule.whenWarning();
        case UNKNOWN -> AlertRule.whenUnknown();
        case CONDITION -> AlertRule.when("samples.x > 5");
        case FINDING -> AlertRule.whenFinding();
        case FINDING_OR_WARNING -> AlertRule.whenFinding().includingWarnings();
        case FINDING_CONDITION -> AlertRule.when("node.load > 5");
      };
    }

    /** B, G or - for each subject that an outcome says something about; "" is the check itself. */
    Map<String, Character> opinions(Outcome outcome, Iterable<String> followed) {
      var status = outcome.status();
      return switch (this) {
        case FAILING -> itself(status == Status.UNKNOWN ? '-' : status == Status.FAIL ? 'B' : 'G');
        case WARNING -> itself(status == Status.WARN ? 'B' : status == Status.PASS ? 'G' : '-');
        case UNKNOWN -> itself(status == Status.UNKNOWN ? 'B' : 'G');
        case CONDITION -> {
          var samples = outcome.result().samples();
          yield itself(samples.isEmpty() ? '-' : samples.get(0).value() > 5 ? 'B' : 'G');
        }
        default -> findings(outcome, followed);
      };
    }

    private static Map<String, Character> itself(char opinion) {
      return Map.of("", opinion);
    }

    private Map<String, Character> findings(Outcome outcome, Iterable<String> followed) {
      var findings = outcome.result().findings();
      var opinions = new TreeMap<String, Character>();
      boolean blind =
          outcome.status() == Status.UNKNOWN
              || (outcome.status() == Status.FAIL && findings.isEmpty());
      followed.forEach(subject -> opinions.put(subject, blind ? '-' : 'G'));
      for (Finding finding : blind ? List.<Finding>of() : findings) {
        if (this != FINDING_CONDITION || finding.labels().get("kind").isPresent()) {
          opinions.put(finding.key(), opinion(finding));
        }
      }
      return opinions;
    }

    private char opinion(Finding finding) {
      if (this == FINDING_CONDITION) {
        var load = finding.labels().get("load");
        return load.isEmpty() ? '-' : Double.parseDouble(load.get()) > 5 ? 'B' : 'G';
      }
      return switch (finding.status()) {
        case FAIL -> 'B';
        case WARN -> this == FINDING_OR_WARNING ? 'B' : 'G';
        case PASS -> 'G';
        case UNKNOWN -> '-';
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theBookSaysWhatTheModelSays(Kind kind) {
    var reached = new TreeSet<String>();
    for (int seed = 0; seed < RULES; seed++) {
      live(kind, new Random(31L * seed + kind.name().hashCode()), reached);
    }
    // Without this the comparison could be one of nothing with nothing.
    assertThat(reached).contains("opened", "closed", "flapping", "by hand", "in maintenance");
  }

  private static void live(Kind kind, Random random, Set<String> reached) {
    var rule = rule(kind, random);
    var registration = Probes.registration(rule);
    var ids = new AtomicLong();
    var model = new Model(kind, rule, reached);
    var book = new RuleBook(registration, ids::incrementAndGet, List.of());
    var at = Probes.START;
    for (int number = 1; number <= LENGTH; number++) {
      at = at.plusSeconds(pick(random, STEPS));
      var outcome = outcome(random, number, at);

      assertThat(plain(book.observe(outcome)))
          .as("%s, outcome %s: %s", rule, number, outcome)
          .containsExactlyInAnyOrderElementsOf(model.observe(outcome));

      if (random.nextInt(20) == 0) {
        var restarted = new RuleBook(registration, ids::incrementAndGet, book.openIncidents());
        assertThat(restarted.restore(book.state())).isTrue();
        assertThat(restarted.state()).isEqualTo(book.state());
        assertThat(restarted.pending()).isEqualTo(book.pending());
        book = restarted;
      }
      if (random.nextInt(40) == 0 && !book.openIncidents().isEmpty()) {
        var open = book.openIncidents().get(random.nextInt(book.openIncidents().size()));
        var event = book.change(open.id(), Change.resolve(at, "ada", "")).orElseThrow();
        model.closeByHand(event.incident());
      }
    }
  }

  private static AlertRule rule(Kind kind, Random random) {
    var rule =
        kind.rule()
            .after(1 + random.nextInt(3))
            .recoverAfter(1 + random.nextInt(3))
            .forAtLeast(Duration.ofSeconds(pick(random, SECONDS)))
            .keepFiringFor(Duration.ofSeconds(pick(random, SECONDS)));
    return random.nextBoolean()
        ? rule.flapping(2 + random.nextInt(3), Duration.ofSeconds(300 + 30 * random.nextInt(60)))
        : rule;
  }

  private static <T> T pick(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static Outcome outcome(Random random, int number, Instant at) {
    var statuses = List.of(Status.PASS, Status.PASS, Status.WARN, Status.FAIL, Status.UNKNOWN);
    var status = pick(random, statuses);
    var result =
        switch (status) {
          case PASS -> CheckResult.pass("fine");
          case WARN -> CheckResult.warn(Reason.LATENCY, "slow");
          case FAIL -> CheckResult.fail(Reason.STATUS, "500");
          case UNKNOWN -> CheckResult.unknown(Reason.NO_DATA, "nothing");
        };
    if (random.nextInt(4) > 0) {
      result = result.withSample(Sample.gauge("x", random.nextInt(10)));
    }
    var findings = new ArrayList<Finding>();
    for (String key : List.of("a", "b", "c")) {
      if (random.nextInt(3) > 0) {
        var finding = Finding.of(key, pick(random, statuses), "seen");
        findings.add(random.nextInt(4) > 0 ? finding.withLabels(node(random)) : finding);
      }
    }
    var outcome = Outcome.builder("shop", number, at, result.withFindings(findings));
    return random.nextInt(15) == 0 ? outcome.maintenance("work").build() : outcome.build();
  }

  private static Labels node(Random random) {
    var node = Labels.of("kind", "node");
    return random.nextInt(4) > 0 ? node.with("load", "" + random.nextInt(10)) : node;
  }

  private static List<String> plain(List<IncidentEvent> events) {
    return events.stream()
        .map(
            event ->
                event.kind()
                    + " "
                    + event.incident().subject().orElse("")
                    + " "
                    + event.incident().startedAt()
                    + event.incident().endedAt().map(end -> " to " + end).orElse(""))
        .toList();
  }

  /** What was ever said about one subject. */
  private static final class Life {
    /** B, G, -, and in maintenance: X for what ends every row, x for what ends those of bad. */
    private final StringBuilder said = new StringBuilder();

    private final List<Instant> when = new ArrayList<>();
    private final List<Instant> openings = new ArrayList<>();
    private @Nullable Instant open;
    private boolean flapping;

    void say(char what, Instant at) {
      said.append(what);
      when.add(at);
    }

    /**
     * How many of a kind stand at the end, and when the first of them was: what is - is nothing.
     */
    List<Instant> row(char what) {
      var row = new ArrayList<Instant>();
      for (int i = said.length() - 1; i >= 0; i--) {
        char one = said.charAt(i);
        if (one == what) {
          row.add(0, when.get(i));
        } else if (one != '-' && !(one == 'x' && what == 'G')) {
          break;
        }
      }
      return row;
    }

    void forget() {
      said.setLength(0);
      when.clear();
    }
  }

  private static final class Model {
    private final Kind kind;
    private final AlertRule rule;
    private final Set<String> reached;
    private final Map<String, Life> lives = new TreeMap<>();

    Model(Kind kind, AlertRule rule, Set<String> reached) {
      this.kind = kind;
      this.rule = rule;
      this.reached = reached;
    }

    List<String> observe(Outcome outcome) {
      var events = new ArrayList<String>();
      boolean work = outcome.maintenance().isPresent();
      kind.opinions(outcome, lives.keySet())
          .forEach(
              (subject, opinion) -> {
                var life = lives.computeIfAbsent(subject, name -> new Life());
                char said = work && opinion == 'B' ? 'X' : work && opinion == '-' ? 'x' : opinion;
                life.say(said, outcome.started());
                if (said == 'B') {
                  opens(subject, life, outcome.started(), events);
                } else if (said == 'G') {
                  closes(subject, life, outcome.started(), events);
                  if (work && events.size() == 1) {
                    reached.add("in maintenance");
                  }
                }
              });
      return events;
    }

    private void opens(String subject, Life life, Instant at, List<String> events) {
      var row = life.row('B');
      if (life.open != null
          || row.size() < rule.after()
          || at.isBefore(row.get(0).plus(rule.forAtLeast()))) {
        return;
      }
      life.open = at;
      life.forget();
      life.openings.add(at);
      rule.flapping()
          .ifPresent(
              bound -> {
                var from = at.minus(bound.window());
                long lately = life.openings.stream().filter(before -> before.isAfter(from)).count();
                life.flapping = lately >= bound.times();
              });
      reached.add(life.flapping ? "flapping" : "opened");
      events.add("OPENED " + subject + " " + at);
    }

    private void closes(String subject, Life life, Instant at, List<String> events) {
      if (life.open == null) {
        return;
      }
      var quiet = rule.keepFiringFor();
      if (life.flapping && rule.flapping().orElseThrow().window().compareTo(quiet) > 0) {
        quiet = rule.flapping().orElseThrow().window();
      }
      var row = life.row('G');
      if (row.size() < rule.recoverAfter() || at.isBefore(row.get(0).plus(quiet))) {
        return;
      }
      events.add("RESOLVED " + subject + " " + life.open + " to " + at);
      reached.add("closed");
      end(life);
    }

    private static void end(Life life) {
      life.open = null;
      life.forget();
      if (life.flapping) {
        life.flapping = false;
        life.openings.clear();
      }
    }

    void closeByHand(Incident incident) {
      reached.add("by hand");
      end(lives.get(incident.subject().orElse("")));
    }
  }
}
