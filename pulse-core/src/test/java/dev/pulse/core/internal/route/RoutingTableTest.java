package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Route;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of Alertmanager's documentation and some more; its amtool 0.25 goes these ways. */
class RoutingTableTest {
  private static final Channel DEFAULT = RouterTest.channel("default");

  private static final Route ROUTES =
      Route.to(DEFAULT)
          .groupBy("alertname", "cluster")
          .child(
              to("database-pager")
                  .groupWait(Duration.ofSeconds(10))
                  .matching("service=~\"mysql|cassandra\""))
          .child(
              to("frontend-pager").groupBy("product", "environment").matching("team=\"frontend\""))
          .child(to("audit").matching("severity=\"critical\"").continuing())
          .child(
              to("dev")
                  .matching("environment=~\"dev|test\"")
                  .child(
                      to("dev-frontend").matching("team!=\"backend\"", "team!=\"\"").continuing())
                  .child(to("dev-any").matching("owner=~\"|nobody\"").groupBy(Route.ALL_LABELS)))
          .child(to("unowned").matching("team=\"\""));

  private final Router router = Router.of(Plan.of(ROUTES));

  private static Route to(String channel) {
    return Route.to(RouterTest.channel(channel));
  }

  private List<Destination> destinations(String labels) {
    var all = new LinkedHashMap<String, String>();
    Arrays.stream(labels.split(" ", -1))
        .filter(label -> !label.isEmpty())
        .forEach(label -> all.put(label.split("=", 2)[0], label.split("=", 2)[1]));
    return router.destinations(Labels.from(all));
  }

  @ParameterizedTest(name = "{index}: {0}")
  @CsvSource(
      delimiter = '>',
      value = {
        "'' > unowned",
        "service=mysql > database-pager",
        "service=mysql2 > unowned",
        "service=cassandra team=frontend > database-pager",
        "team=frontend > frontend-pager",
        "team=frontend severity=critical > frontend-pager",
        "severity=critical > audit,unowned",
        "severity=critical team=backend > audit",
        "severity=critical service=mysql > database-pager",
        "environment=dev > dev-any",
        "environment=dev team=backend > dev-any",
        "environment=test team=frontend2 > dev-frontend,dev-any",
        "environment=dev team=x owner=nobody > dev-frontend,dev-any",
        "environment=dev team=x owner=ada > dev-frontend",
        "environment=dev team=backend owner=ada > dev",
        "environment=devel team=x > default",
        "team=x > default",
        "team=backend severity=critical environment=test > audit,dev-any"
      })
  void goesWhereAmtoolSays(String labels, String expected) {
    var channels =
        destinations(labels).stream()
            .flatMap(destination -> destination.channels().stream())
            .collect(Collectors.joining(","));
    assertThat(channels).isEqualTo(expected);
  }

  @Test
  void whatARouteDoesNotSayIsAsItsParentHasIt() {
    var pager = destinations("service=mysql cluster=a alertname=slow team=x").get(0);
    assertThat(pager.group()).isEqualTo(Labels.of("alertname", "slow", "cluster", "a"));
    assertThat(pager.groupWait()).isEqualTo(Duration.ofSeconds(10));
    assertThat(pager.groupInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(pager.repeatInterval()).isEqualTo(Duration.ofHours(4));
    assertThat(pager.path()).containsExactly("{}", "{service=~\"mysql|cassandra\"}");
  }

  @Test
  void aGroupHasTheLabelsThatItsAlertsHave() {
    assertThat(destinations("team=frontend product=tv").get(0).group())
        .isEqualTo(Labels.of("product", "tv"));
    assertThat(destinations("environment=dev severity=info a=b").get(0).group())
        .isEqualTo(Labels.of("a", "b", "environment", "dev"));
  }

  @Test
  void routesWithTheSameMatchersHaveGroupsOfTheirOwn() {
    var twins =
        Route.to(DEFAULT)
            .child(to("one").matching("team=a").continuing())
            .child(to("two").matching("team=a"));
    var desk = new Desk(Plan.of(twins), "2026-03-02T10:00:00Z");
    desk.fire(1, "team", "a");
    desk.until("10:01:00");
    assertThat(desk.said())
        .extracting(message -> message.group())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }
}
