package dev.pulse.samples.fakes;

import java.util.List;
import java.util.Map;

/** Bodies of the kind {@code Status}. */
final class Statuses {
  private Statuses() {}

  static Map<String, Object> failure(
      int code, String reason, String message, Map<String, ?> details) {
    var status =
        Json.object(
            "kind",
            "Status",
            "apiVersion",
            "v1",
            "metadata",
            Map.of(),
            "status",
            "Failure",
            "message",
            message);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (!details.isEmpty()) {
      status.put("details", details);
    }
    status.put("code", code);
    return status;
  }

  static Map<String, Object> success() {
    return Json.object("metadata", Map.of(), "status", "Success");
  }

  static Map<String, Object> exit(int code) {
    return Json.object(
        "metadata",
        Map.of(),
        "status",
        "Failure",
        "message",
        "command terminated with non-zero exit code: exit status " + code,
        "reason",
        "NonZeroExitCode",
        "details",
        Map.of(
            "causes", List.of(Json.object("reason", "ExitCode", "message", String.valueOf(code)))));
  }

  static HttpAnswer notFound(String resource, String name) {
    var plain = plain(resource);
    return HttpAnswer.json(
        404,
        failure(
            404,
            "NotFound",
            group(plain) + " \"" + name + "\" not found",
            Json.object("name", name, "kind", plain)));
  }

  static HttpAnswer unauthorized() {
    return HttpAnswer.status(401, "Unauthorized", "Unauthorized");
  }

  static HttpAnswer badRequest(String message) {
    return HttpAnswer.status(400, "BadRequest", message);
  }

  static HttpAnswer methodNotAllowed() {
    return HttpAnswer.status(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  static HttpAnswer forbidden(
      String user, String verb, String resource, String namespace, String name) {
    var plain = plain(resource);
    var what = name.isEmpty() ? group(plain) : group(plain) + " \"" + name + "\"";
    var where =
        namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
    return HttpAnswer.json(
        403,
        failure(
            403,
            "Forbidden",
            "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                .formatted(what, user, verb, resource, apiGroup(plain), where),
            name.isEmpty() ? Map.of("kind", plain) : Json.object("name", name, "kind", plain)));
  }

  /** The resource that a subresource belongs to. */
  private static String plain(String resource) {
    int slash = resource.indexOf('/');
    return slash < 0 ? resource : resource.substring(0, slash);
  }

  /** As messages name a resource: with its API group, when it has one. */
  private static String group(String resource) {
    var group = apiGroup(resource);
    return group.isEmpty() ? resource : resource + "." + group;
  }

  static String apiGroup(String resource) {
    return switch (resource) {
      case "deployments", "statefulsets", "daemonsets", "replicasets" -> "apps";
      case "jobs" -> "batch";
      default -> "";
    };
  }
}
