package dev.pulse.samples.app.targets;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.Handler;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The routes below {@code /targets}, and the page. */
final class TargetRoutes implements ServerExtension {
  private static final String DASHBOARD = "dashboard";
  private static final String FILE = "pulse.yaml";
  private static final int MOST_SECONDS = 29;

  private final Targets targets;
  private final Pulse pulse;
  private final Trial trial;
  private final boolean remembered;
  private final boolean openToAll;

  TargetRoutes(Targets targets, Pulse pulse, Trial trial, boolean remembered, boolean openToAll) {
    this.targets = targets;
    this.pulse = pulse;
    this.trial = trial;
    this.remembered = remembered;
    this.openToAll = openToAll;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/targets", this::list)
        .get("/targets/{name}", this::one)
        .get("/target-types", this::types)
        .get("/target-types/{type}", this::type)
        .ask("/target-problems", refusing(this::judge))
        .post("/target-trials", refusing(this::tryOut))
        .post("/targets", refusing(this::create))
        .put("/targets/{name}", refusing(this::replace))
        .delete("/targets/{name}", this::delete)
        .post("/targets/{name}/enable", request -> enable(request, true))
        .post("/targets/{name}/disable", request -> enable(request, false))
        .describe(TargetRoutes.class, "openapi.json")
        .page(
            DashboardPage.of("targets", "Targets", TargetRoutes.class, "targets.js")
                .icon("target")
                .place(30)
                .style("targets.css")
                .with("target-form.js"));
  }

  /** What is wrong with a document is answered with all of its problems. */
  private static Handler refusing(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (ConfigurationException e) {
        var faults = e.problems().stream().map(Views.Fault::of).toList();
        var detail = e.problems().get(0).toString();
        return Response.json(
                400,
                new Views.Refusal(
                    "urn:problem-type:pulse:invalid-target",
                    "Invalid target",
                    400,
                    faults.size() == 1
                        ? detail
                        : detail + " (and " + (faults.size() - 1) + " more)",
                    request.path(),
                    faults))
            .withHeader("Content-Type", "application/problem+json");
      }
    };
  }

  private Response list(Request request) {
    request.query();
    var items = new ArrayList<Views.Item>();
    targets.list().forEach(target -> items.add(item(target)));
    pulse.checks().stream()
        .filter(view -> targets.isOfTheFile(view.name()))
        .forEach(view -> items.add(item(view)));
    return Response.json(
            new Views.Targets(items, Targets.MOST, remembered, locked(request).orElse(null)))
        .unlessKnown(request);
  }

  private static Views.Item item(CheckView view) {
    var registration = view.registration();
    return new Views.Item(
        view.name(),
        registration.title(),
        FILE,
        true,
        view.paused(),
        null,
        registration.check().toString(),
        registration.schedule().toString(),
        registration.tags(),
        null,
        null,
        null,
        null);
  }

  private Views.Item item(Target target) {
    boolean paused = pulse.check(target.name()).map(CheckView::paused).orElse(false);
    var registration = target.registration();
    var document = target.document();
    var problems = target.problems().stream().map(Views.Fault::of).toList();
    return new Views.Item(
        target.name(),
        registration.title(),
        DASHBOARD,
        document.enabled(),
        document.enabled() && paused && !target.displaced(),
        target.check().map(CheckDocument::type).orElse(null),
        problems.isEmpty() ? registration.check().toString() : "",
        registration.schedule().toString(),
        registration.tags(),
        problems.isEmpty() ? null : problems,
        target.tag(),
        document.changed(),
        document.changedBy());
  }

  private Response one(Request request) {
    request.query();
    return answer(200, find(request), locked(request).isEmpty());
  }

  private Response answer(int status, Target target, boolean whole) {
    var shown =
        target
            .check()
            .filter(check -> whole)
            .map(check -> Mask.of(targets.reader(), check).shown(check));
    var document = target.document();
    return Response.json(
            status,
            new Views.One(
                item(target),
                document.created(),
                document.createdBy(),
                shown.map(CheckDocument::values).orElse(null),
                shown.map(CheckDocument::toYaml).orElse(null)))
        .withHeader("ETag", target.tag());
  }

  private Response types(Request request) {
    request.query();
    var reader = targets.reader();
    return Response.json(
        new Views.Types(
            reader.types(),
            reader.common().stream().map(Views.Field::of).toList(),
            reader.allowsPrivate()));
  }

  private Response type(Request request) {
    request.query();
    var name = request.path("type");
    return targets
        .reader()
        .type(name)
        .map(type -> Response.json(Views.Type.of(type)))
        .orElseThrow(
            () ->
                HttpError.of(404, "Type not found")
                    .withDetail(
                        "There is no type \""
                            + HttpError.shown(name)
                            + "\" for targets; there are "
                            + String.join(", ", targets.reader().types())
                            + "."));
  }

  private Response judge(Request request) {
    var replaced = request.query("replaces").text("replaces").orElse(null);
    requireWriter(request);
    var sent = document(request);
    var judged = targets.judge(sent, replaced);
    // What was sent, and never what is kept behind its asterisks.
    return Response.json(Views.judgement(judged, sent));
  }

  private Response tryOut(Request request) {
    var replaced = request.query("replaces").text("replaces").orElse(null);
    requireWriter(request);
    var registration = targets.judge(document(request), replaced).registration();
    return Response.later(
        trial
            .run(registration)
            .thenApply(outcome -> Response.json(Views.Tried.of(registration, outcome)))
            .orTimeout(MOST_SECONDS, TimeUnit.SECONDS));
  }

  private Response create(Request request) {
    boolean enabled = enabled(request).orElse(true);
    var by = requireWriter(request);
    var target = targets.create(document(request), enabled, by);
    return answer(201, target, true).withHeader("Location", request.path() + "/" + target.name());
  }

  private Response replace(Request request) {
    var enabled = enabled(request);
    var by = requireWriter(request);
    var name = find(request).name();
    return answer(
        200, targets.replace(name, document(request), enabled, Tag.of(request), by), true);
  }

  private static Optional<Boolean> enabled(Request request) {
    return request
        .query("enabled")
        .text("enabled")
        .map(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw HttpError.invalid("enabled", "true or false", text);
                });
  }

  private Response delete(Request request) {
    request.query();
    requireWriter(request);
    targets.delete(request.path("name"), Tag.of(request));
    return Response.empty(204);
  }

  private Response enable(Request request, boolean enabled) {
    request.query();
    var by = requireWriter(request);
    return answer(200, targets.enable(request.path("name"), enabled, by), true);
  }

  private Target find(Request request) {
    var name = request.path("name");
    return targets
        .find(name)
        .orElseThrow(
            () ->
                HttpError.of(404, "Target not found")
                    .withDetail(
                        targets.isOfTheFile(name)
                            ? "\"" + HttpError.shown(name) + "\" is a check of pulse.yaml."
                            : "There is no target of the name \"" + HttpError.shown(name) + "\"."));
  }

  private static CheckDocument document(Request request) {
    var type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.contains("yaml")
        ? CheckDocument.yaml(request.body())
        : CheckDocument.json(request.body());
  }

  /** Whoever may write, by name where the server knows names. */
  private Optional<Principal> requireWriter(Request request) {
    if (request.caller().isEmpty() && openToAll) {
      return Optional.empty();
    }
    return Optional.of(request.principal(Role.OPERATOR));
  }

  private Optional<String> locked(Request request) {
    try {
      var unused = requireWriter(request);
      return Optional.empty();
    } catch (HttpError e) {
      return Optional.of(e.detail().orElse(e.message()));
    }
  }
}
