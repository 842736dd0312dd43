package dev.pulse.api.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final Check OK = context -> CheckResult.pass("ok");

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    var registration = Registration.check("a", OK).build();
    assertThat(registration.title()).isEqualTo("a");
    assertThat(registration.target()).isEqualTo(Target.of("a"));
    assertThat(registration.schedule()).isEqualTo(Schedules.every(Duration.ofSeconds(30)));
    assertThat(registration.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(registration.retries()).isZero();
    assertThat(registration.rules()).isEmpty();
    assertThat(registration.tags()).isEmpty();
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    var builder =
        Registration.check("not a name", OK)
            .title(" ")
            .timeout(Duration.ZERO)
            .retries(11, Duration.ofSeconds(-1))
            .rule(AlertRule.whenFailing())
            .rule(AlertRule.whenFailing().after(5));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "name \"not a name\"",
            "title must not be blank",
            "timeout must be positive",
            "retries must be 0 to 10",
            "retry interval",
            "two rules have the name \"downtime\"");
  }

  @Test
  void aCopyHasEverything() {
    var registration =
        Registration.check("a", OK)
            .title("A")
            .target(Target.of("t").withAttribute("url", "x"))
            .schedule(Schedules.every(Duration.ofMinutes(1)))
            .timeout(Duration.ofSeconds(3))
            .retries(2, Duration.ofSeconds(4))
            .rule(AlertRule.whenFailing())
            .tags(List.of("b", "a"))
            .whileFailing(Duration.ofSeconds(5))
            .dependsOn("c", "b")
            .skipWithDependency()
            .build();
    assertThat(registration.toBuilder().build()).usingRecursiveComparison().isEqualTo(registration);
    assertThat(registration.tags()).containsExactly("a", "b");
    assertThat(registration.dependencies()).containsExactly("c", "b");
  }

  @Test
  void whatDependsOnItselfOrOnNothingIsRefused() {
    assertThatThrownBy(() -> Registration.check("a", OK).dependsOn("b", "a").build())
        .hasMessage("registration \"a\": it must not depend on itself");
    assertThatThrownBy(() -> Registration.check("a", OK).skipWithDependency().build())
        .hasMessageContaining("it has none");
  }

  @Test
  void theDelayWhileFailingIsBoundedAndBelowTheInterval() {
    var seldom = Schedules.every(Duration.ofDays(7));
    var builder = Registration.check("a", OK).schedule(seldom);
    assertThat(builder.whileFailing(Duration.ofDays(1)).build().whileFailing())
        .contains(Duration.ofDays(1));
    assertThatThrownBy(() -> builder.whileFailing(Duration.ofDays(2)).build())
        .hasMessageContaining("must be 10ms to 1d, but is 2d");
    assertThatThrownBy(() -> builder.whileFailing(Duration.ofMillis(9)).build())
        .hasMessageContaining("must be 10ms to 1d, but is 9ms");
    builder.schedule(Schedules.every(Duration.ofSeconds(30)));
    assertThatThrownBy(() -> builder.whileFailing(Duration.ofSeconds(30)).build())
        .hasMessageContaining("must be below the interval of 30s, but is 30s");
  }

  @Test
  void whatABuilderDoesLaterDoesNotReachWhatItBuilt() {
    var builder = Registration.check("a", OK);
    var registration = builder.build();
    builder.rule(AlertRule.whenFailing()).tags(List.of("late"));
    assertThat(registration.rules()).isEmpty();
    assertThat(registration.tags()).isEmpty();
  }
}
