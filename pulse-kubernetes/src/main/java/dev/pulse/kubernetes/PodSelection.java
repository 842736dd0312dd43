package dev.pulse.kubernetes;

import dev.pulse.api.config.Problem;
import dev.pulse.kubernetes.KubernetesException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pods are meant: one by its name, or those with certain labels. Immutable.
 *
 * @param name the one pod; null when labels choose
 * @param selector what the labels must be; empty for all, when there is no name
 * @param namespace null for that of the connection, {@link #EVERYWHERE} for all of them
 */
record PodSelection(
    KubernetesConnection connection,
    @Nullable String name,
    String selector,
    @Nullable String namespace) {

  /** Stands for all namespaces. */
  static final String EVERYWHERE = "*";

  private static final String KEY = "[A-Za-z0-9]([A-Za-z0-9._/-]{0,317})";
  private static final String VALUE = "[A-Za-z0-9._-]{0,63}";
  private static final String VALUES = "\\(\\s*" + VALUE + "\\s*(,\\s*" + VALUE + "\\s*){0,99}\\)";
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(!?\\s*%1$s|%1$s\\s*(=|==|!=)\\s*%2$s|%1$s\\s+(in|notin)\\s*%3$s)\\s*"
              .formatted(KEY, VALUE, VALUES));

  /** A comma that separates requirements, not values. */
  private static final Pattern COMMA = Pattern.compile(",(?![^(]{0,10000}\\))");

  private static final int LONGEST_SELECTOR = 4_096;

  static PodSelection named(KubernetesConnection connection, String name) {
    return new PodSelection(connection, name, "", null);
  }

  static PodSelection labelled(KubernetesConnection connection, String selector) {
    return new PodSelection(connection, null, selector.strip(), null);
  }

  PodSelection labelled(String selector) {
    return new PodSelection(connection, null, selector.strip(), namespace);
  }

  PodSelection in(String namespace) {
    return new PodSelection(connection, name, selector, namespace);
  }

  boolean everywhere() {
    return EVERYWHERE.equals(namespace);
  }

  /** Everything that is wrong with it. */
  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (name != null && !PodNames.isSubdomain(name)) {
      problems.add(
          new Problem("", "pod", "must be a name like web-0, but is " + Words.quoted(name)));
    }
    if (selector.length() > LONGEST_SELECTOR || !isSelector(selector)) {
      problems.add(
          new Problem(
              "",
              "selector",
              "must be a label selector like app=web,tier!=test or env in (a,b), but is "
                  + Words.quoted(selector)));
    }
    if (namespace != null && !everywhere() && !PodNames.isLabel(namespace)) {
      problems.add(
          new Problem(
              "", "namespace", "must be a name like infra, but is " + Words.quoted(namespace)));
    }
    if (name != null && everywhere()) {
      problems.add(new Problem("", "namespace", "must be a single one for one pod, but is *"));
    }
    return problems;
  }

  private static boolean isSelector(String selector) {
    if (selector.length() > LONGEST_SELECTOR) {
      return false;
    }
    return selector.isEmpty()
        || COMMA.splitAsStream(selector).allMatch(part -> REQUIREMENT.matcher(part).matches());
  }

  /**
   * The pods as they are now; none when there is none.
   *
   * @throws KubernetesException when nobody can tell
   */
  List<PodState> read(TimeBudget budget) throws InterruptedException {
    var api = KubernetesApi.of(connection);
    if (name == null) {
      var query = selector.isEmpty() ? Map.<String, String>of() : Map.of("labelSelector", selector);
      return api.list(path(), query, budget, PodState::of);
    }
    try {
      return List.of(PodState.of(api.get(path() + "/" + name, Map.of(), budget)));
    } catch (KubernetesException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private String path() {
    return everywhere() ? "/api/v1/pods" : "/api/v1/namespaces/" + place() + "/pods";
  }

  private String place() {
    return namespace == null ? connection.namespace() : namespace;
  }

  /** What identifies a pod among those that are meant. */
  String key(PodState pod) {
    return everywhere() ? pod.path() : pod.name();
  }

  /** {@code pod infra/db-0}, {@code pods app=web in infra}. */
  @Override
  public String toString() {
    if (name != null) {
      return "pod " + place() + "/" + name;
    }
    return (selector.isEmpty() ? "pods" : "pods " + selector)
        + (everywhere() ? " in all namespaces" : " in " + place());
  }
}
