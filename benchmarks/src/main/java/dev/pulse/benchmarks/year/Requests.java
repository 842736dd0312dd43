package dev.pulse.benchmarks.year;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Every GET route of the server, with the parameters that make work. Immutable. */
final class Requests {
  private static final String API = "/api/v1";

  /** How many checks times windows a report may have. */
  private static final int MOST_ROWS = 50_000;

  private static final List<String> WINDOWS = List.of("1h", "24h", "7d", "30d", "90d", "365d");

  private final List<String> names;
  private final Instant end;
  private final int days;

  Requests(List<String> names, Instant end, int days) {
    this.names = names;
    this.end = end;
    this.days = days;
  }

  List<Request> all() {
    var requests = new ArrayList<Request>();
    add(requests, "/health", "/health");
    add(requests, "/metrics", "/metrics");
    add(requests, "page", "/");
    add(requests, "OpenAPI", API + "/openapi.json");
    checks(requests);
    history(requests);
    outcomes(requests, "plain", i -> names.get(i * Year.HTTP_EVERY + 1));
    outcomes(requests, "HTTP", i -> names.get(i * Year.HTTP_EVERY));
    incidents(requests);
    calendar(requests);
    reports(requests);
    exports(requests);
    return requests;
  }

  private static void add(List<Request> requests, String name, String path) {
    requests.add(new Request(name, i -> path));
  }

  private void checks(List<Request> requests) {
    add(requests, "checks", API + "/checks");
    add(requests, "checks with 30 dots", API + "/checks?recent=30");
    add(requests, "checks with 100 dots", API + "/checks?recent=100");
    requests.add(new Request("check", i -> API + "/checks/" + any(i)));
  }

  private void history(List<Request> requests) {
    for (String window : WINDOWS) {
      for (int points : new int[] {10, 100, 1_000}) {
        history(requests, window, points, "latency");
      }
      history(requests, window, 100, "failures");
    }
    history(requests, "30d", 720, "latency");
    requests.add(
        new Request(
            "history 30d, a sample",
            i ->
                API
                    + "/checks/"
                    + names.get(i % (names.size() / 10) * Year.HTTP_EVERY)
                    + "/history?from=-30d&points=100&signal=phase_seconds%7Bphase%3D%22connect%22%7D"));
    requests.add(
        new Request(
            "history of a day half a year ago",
            i ->
                API + "/checks/" + any(i) + "/history?from=" + ago(0.5, 1) + "&to=" + ago(0.5, 0)));
  }

  private void history(List<Request> requests, String window, int points, String signal) {
    requests.add(
        new Request(
            "history " + window + ", " + points + " points, " + signal,
            i ->
                API
                    + "/checks/"
                    + any(i)
                    + "/history?from=-"
                    + window
                    + "&points="
                    + points
                    + "&signal="
                    + signal));
  }

  private void outcomes(List<Request> requests, String kind, IntFunction<String> name) {
    int count = names.size() / Year.HTTP_EVERY;
    for (String query :
        List.of(
            "limit=100",
            "limit=1000",
            "limit=100&status=fail",
            "limit=1000&status=fail",
            "limit=1000&status=warn,unknown,fail",
            "limit=100&before=" + runId(0.5),
            "limit=1000&before=" + runId(0.5),
            "limit=1000&before=" + runId(0.99),
            "limit=100&status=fail&before=" + runId(0.5),
            "limit=1000&status=unknown&before=" + runId(0.5))) {
      var shown = query.replaceAll("before=[0-9]+", "before=…");
      requests.add(
          new Request(
              "outcomes (" + kind + ") " + shown,
              i -> API + "/checks/" + name.apply(i % count) + "/outcomes?" + query));
    }
  }

  private void incidents(List<Request> requests) {
    for (String query :
        List.of(
            "limit=100",
            "limit=1000",
            "open=true",
            "open=false&limit=1000",
            "limit=1000&before=" + runId(0.5))) {
      var shown = query.replaceAll("before=[0-9]+", "before=…");
      add(requests, "incidents " + shown, API + "/incidents?" + query);
    }
    requests.add(
        new Request("incidents of a check", i -> API + "/incidents?limit=1000&check=" + any(i)));
  }

  private void calendar(List<Request> requests) {
    for (String query :
        List.of("from=-90d&windows=day", "from=-365d&windows=day", "from=-365d&windows=month")) {
      requests.add(
          new Request(
              "history " + query,
              i -> API + "/checks/" + any(i) + "/history?zone=Europe/Berlin&" + query));
    }
    requests.add(
        new Request(
            "outcomes of a day half a year ago",
            i ->
                API
                    + "/checks/"
                    + any(i)
                    + "/outcomes?limit=1000&from="
                    + ago(0.5, 1)
                    + "&to="
                    + ago(0.5, 0)));
    requests.add(
        new Request(
            "outcomes that failed in a year",
            i -> API + "/checks/" + any(i) + "/outcomes?limit=1000&status=fail&from=-365d"));
  }

  private void reports(List<Request> requests) {
    add(requests, "report of last month", API + "/reports/sla");
    for (String query :
        List.of(
            "from=-365d",
            "from=-365d&windows=month&objective=0.999",
            "from=-365d&windows=month&format=csv",
            "from=-365d&windows=month&format=html")) {
      add(requests, "report " + query, API + "/reports/sla?zone=Europe/Berlin&" + query);
    }
    var some = String.join(",", names.subList(0, Math.min(names.size(), MOST_ROWS / (days + 1))));
    add(
        requests,
        "report from=-365d&windows=day, as many checks as are allowed",
        API + "/reports/sla?zone=Europe/Berlin&from=-" + days + "d&windows=day&check=" + some);
    requests.add(
        new Request(
            "report of a check, days of a year",
            i -> API + "/reports/sla?from=-365d&windows=day&check=" + any(i)));
  }

  /** What is looked at; copies of all single results are a matter of their size. */
  private void exports(List<Request> requests) {
    for (String query : List.of("from=-1d", "from=-1d&format=json", "from=-365d&windows=day")) {
      requests.add(
          new Request("export " + query, i -> API + "/checks/" + any(i) + "/export?" + query));
    }
  }

  /** Another one each time, far from the last. */
  private String any(int number) {
    return names.get(number * 37 % names.size());
  }

  /** The time so far back in the past, as a share of all of it, plus some days. */
  private Instant ago(double share, int moreDays) {
    return end.minus(Duration.ofHours((long) (share * days * 24)).plusDays(moreDays));
  }

  private long runId(double share) {
    return (ago(share, 0).toEpochMilli() - Instant.parse("2020-01-01T00:00:00Z").toEpochMilli())
        << 12;
  }
}
