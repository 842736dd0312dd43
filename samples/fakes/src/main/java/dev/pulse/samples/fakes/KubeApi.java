package dev.pulse.samples.fakes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the cluster holds, and what its REST interface says about it. */
final class KubeApi {
  /** One thing of a collection. */
  record Thing(Map<String, String> labels, Map<String, String> fields, Map<String, Object> json) {}

  /** A path that names a collection, a thing, or something below a thing. */
  record Address(String group, String resource, String namespace, String name, String below) {
    String full() {
      return below.isEmpty() ? resource : resource + "/" + below;
    }

    String kind() {
      return KINDS.getOrDefault(resource, "");
    }
  }

  private static final Map<String, String> KINDS =
      Map.of(
          "pods",
          "Pod",
          "deployments",
          "Deployment",
          "statefulsets",
          "StatefulSet",
          "daemonsets",
          "DaemonSet",
          "replicasets",
          "ReplicaSet",
          "jobs",
          "Job");

  private final SortedMap<String, FakePod> pods = new ConcurrentSkipListMap<>();
  private final Map<String, SortedMap<String, FakeWorkload>> workloads = new ConcurrentHashMap<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
  private volatile boolean newer;
  private volatile boolean expired;

  SortedMap<String, FakePod> pods() {
    return pods;
  }

  SortedMap<String, FakeWorkload> workloads(String kind) {
    return workloads.computeIfAbsent(kind, k -> new ConcurrentSkipListMap<>());
  }

  Set<String> forbidden() {
    return forbidden;
  }

  void becomeNewer() {
    newer = true;
  }

  boolean isNewer() {
    return newer;
  }

  void expireContinuation() {
    expired = true;
  }

  /** Where a path leads; null when nowhere. */
  static @Nullable Address address(List<String> path) {
    int at;
    String group;
    if (path.size() >= 3 && path.get(0).equals("api") && path.get(1).equals("v1")) {
      group = "";
      at = 2;
    } else if (path.size() >= 4 && path.get(0).equals("apis") && path.get(2).equals("v1")) {
      group = path.get(1);
      at = 3;
    } else {
      return null;
    }
    var namespace = "";
    if (path.get(at).equals("namespaces") && path.size() > at + 2) {
      namespace = path.get(at + 1);
      at += 2;
    }
    var resource = path.get(at);
    var rest = path.subList(at + 1, path.size());
    boolean named = !rest.isEmpty() && !namespace.isEmpty();
    if (!KINDS.containsKey(resource)
        || !group.equals(Statuses.apiGroup(resource))
        || rest.size() > 2
        || (!rest.isEmpty() && !named)) {
      return null;
    }
    return new Address(
        group,
        resource,
        namespace,
        rest.isEmpty() ? "" : rest.get(0),
        rest.size() == 2 ? rest.get(1) : "");
  }

  /** Whether one may do this; the answer when not. */
  @Nullable HttpAnswer refusal(String verb, Address address) {
    return forbidden.contains(verb + " " + address.full())
        ? Statuses.forbidden(
            FakeCluster.USER, verb, address.full(), address.namespace(), address.name())
        : null;
  }

  HttpAnswer get(Address address, FakeRequest request) {
    var refusal = refusal(address.name().isEmpty() ? "list" : "get", address);
    if (refusal != null) {
      return refusal;
    }
    return address.name().isEmpty() ? list(address, request) : one(address);
  }

  private HttpAnswer one(Address address) {
    var thing = things(address).get(address.namespace() + "/" + address.name());
    if (thing == null || !address.below().isEmpty()) {
      return Statuses.notFound(address.resource(), address.name());
    }
    var object = Json.object("kind", address.kind(), "apiVersion", version(address));
    object.putAll(thing.json());
    return HttpAnswer.json(200, aged(object));
  }

  private HttpAnswer list(Address address, FakeRequest request) {
    Predicate<Thing> wanted;
    try {
      var labels = Selector.labels(request.parameter("labelSelector"));
      var fields = Selector.fields(request.parameter("fieldSelector"), fieldsOf(address));
      wanted = thing -> labels.test(thing.labels()) && fields.test(thing.fields());
    } catch (IllegalArgumentException e) {
      return Statuses.badRequest(String.valueOf(e.getMessage()));
    }
    var from = request.parameter("continue");
    var all = things(address);
    if (!from.isEmpty()) {
      if (expired) {
        return HttpAnswer.status(
            410,
            "Expired",
            "The provided continue parameter is too old to display a consistent list result.");
      }
      var key = decode(from);
      if (key == null) {
        return Statuses.badRequest("continue key is not valid");
      }
      all = all.tailMap(key + '\0');
    }
    var keys = new ArrayList<String>();
    all.forEach(
        (key, thing) -> {
          boolean here = address.namespace().isEmpty() || key.startsWith(address.namespace() + "/");
          if (here && wanted.test(thing)) {
            keys.add(key);
          }
        });
    return page(address, request, all, keys);
  }

  private HttpAnswer page(
      Address address, FakeRequest request, SortedMap<String, Thing> all, List<String> keys) {
    var limit = request.parameter("limit");
    int size = keys.size();
    if (!limit.isEmpty()) {
      if (!limit.matches("\\d{1,9}")) {
        return Statuses.badRequest("unable to parse limit: " + limit);
      }
      int asked = Integer.parseInt(limit);
      size = asked == 0 ? size : Math.min(size, asked);
    }
    var metadata = Json.object("resourceVersion", "1");
    if (size < keys.size()) {
      metadata.put("continue", encode(keys.get(size - 1)));
      if (request.parameter("labelSelector").isEmpty()
          && request.parameter("fieldSelector").isEmpty()) {
        metadata.put("remainingItemCount", keys.size() - size);
      }
    }
    var items = new ArrayList<Object>();
    for (var key : keys.subList(0, size)) {
      var thing = all.get(key);
      if (thing != null) {
        items.add(thing.json());
      }
    }
    return HttpAnswer.json(
        200,
        aged(
            Json.object(
                "kind",
                address.kind() + "List",
                "apiVersion",
                version(address),
                "metadata",
                metadata,
                "items",
                items)));
  }

  private SortedMap<String, Thing> things(Address address) {
    var things = new ConcurrentSkipListMap<String, Thing>();
    if (address.resource().equals("pods")) {
      pods.forEach(
          (key, pod) -> things.put(key, new Thing(pod.labels(), pod.fields(), pod.json())));
    } else {
      workloads(address.kind())
          .forEach(
              (key, workload) ->
                  things.put(
                      key, new Thing(workload.labels(), workload.fields(), workload.json())));
    }
    return things;
  }

  private static Set<String> fieldsOf(Address address) {
    return address.resource().equals("pods")
        ? Set.of("metadata.name", "metadata.namespace", "status.phase", "spec.nodeName")
        : Set.of("metadata.name", "metadata.namespace");
  }

  private Map<String, Object> aged(Map<String, Object> object) {
    return newer ? Json.fromTheFuture(object) : object;
  }

  private static String version(Address address) {
    return address.group().isEmpty() ? "v1" : address.group() + "/v1";
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("from:" + key).getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String decode(String token) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return text.startsWith("from:") ? text.substring("from:".length()) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
