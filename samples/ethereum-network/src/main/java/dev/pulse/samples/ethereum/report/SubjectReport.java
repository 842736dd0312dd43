package dev.pulse.samples.ethereum.report;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.node.Layer;
import java.time.Instant;
import java.util.List;

/**
 * What one run found for one subject. It is kept as the log of the run, and messages are made of
 * it, so it holds everything that they say. All lists are sorted or in the order of the checks, and
 * unmodifiable.
 *
 * @param runId what identifies the run: UTC date and time, and 16 hexadecimal digits
 * @param at when the network was evaluated
 * @param subject who is told about what
 * @param layer the layer in which the client is looked for
 * @param status how the client's own nodes stand: fail when one fails a check; else unknown when a
 *     query had no answer or none of the client's nodes was seen; else warn when some check is
 *     unknown for one; else pass
 * @param unjudgedChecks in how many checks a query had no answer, or none of the client's nodes was
 *     seen: of those nothing good can be said
 * @param allChecks how many checks there are
 * @param kind what this means for the client
 * @param failing the checks that the client's nodes fail, in the order of the checks
 * @param affected the unhealthy nodes that are the client's concern
 * @param infrastructure its unhealthy nodes whose machines do not answer
 * @param unrelated its unhealthy nodes that another client explains
 * @param noData its nodes of which no check knows anything
 * @param rootCauses the clients at fault in the network, by key
 * @param failingPairs how many pairs of clients fail in the network
 * @param allPairs how many pairs of clients there are in the network
 * @param log the checks, the analysis and the decision, line by line
 */
public record SubjectReport(
    String runId,
    Instant at,
    Subject subject,
    Layer layer,
    Status status,
    int unjudgedChecks,
    int allChecks,
    Kind kind,
    List<FailingCheck> failing,
    List<String> affected,
    List<String> infrastructure,
    List<String> unrelated,
    List<String> noData,
    List<RootCause> rootCauses,
    int failingPairs,
    int allPairs,
    List<String> log) {

  /** A report; all parts are needed, lists are copied. */
  public SubjectReport {
    requireNonNull(runId, "runId");
    requireNonNull(at, "at");
    requireNonNull(subject, "subject");
    requireNonNull(layer, "layer");
    requireNonNull(status, "status");
    requireNonNull(kind, "kind");
    failing = List.copyOf(failing);
    affected = List.copyOf(affected);
    infrastructure = List.copyOf(infrastructure);
    unrelated = List.copyOf(unrelated);
    noData = List.copyOf(noData);
    rootCauses = List.copyOf(rootCauses);
    log = List.copyOf(log);
  }

  /** What a run means for a subject, from the weakest to the strongest claim on its attention. */
  public enum Kind {
    /** Nothing for the client to do; some of its nodes may fail through the fault of others. */
    NONE,
    /** All failures that would concern the client are on machines that do not answer. */
    INFRASTRUCTURE,
    /** Nodes of the client fail, and no other client explains it. */
    UNEXPLAINED,
    /** The client is at fault. */
    ROOT_CAUSE,
    /** So much of the network fails that no client can be blamed. */
    NETWORK_WIDE,
    /** No check could be judged. */
    NO_DATA
  }

  /**
   * A check that nodes of the client fail.
   *
   * @param id what identifies the check
   * @param name what people call it
   * @param layer the layer that it looks at
   * @param detailKey what the log calls the nodes
   * @param nodes the nodes of the client that fail it; sorted
   */
  public record FailingCheck(
      String id, String name, Layer layer, String detailKey, List<String> nodes) {
    /** A failing check; the list is copied. */
    public FailingCheck {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(layer, "layer");
      requireNonNull(detailKey, "detailKey");
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A client at fault, and the evidence.
   *
   * @param client its key
   * @param layer its layer in the pairs
   * @param peers the clients of the other layer with which it fails; sorted
   * @param nodes its unhealthy nodes; sorted
   */
  public record RootCause(String client, Layer layer, List<String> peers, List<String> nodes) {
    /** A root cause; the lists are copied. */
    public RootCause {
      requireNonNull(client, "client");
      requireNonNull(layer, "layer");
      peers = List.copyOf(peers);
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A failing check of a node: what an alert has to see well again before it closes.
   *
   * @param check the id of the check
   * @param node the name of the node
   */
  public record Item(String check, String node) {
    /** An item; both parts are needed. */
    public Item {
      requireNonNull(check, "check");
      requireNonNull(node, "node");
    }
  }

  /** Whether every node of the client was judged in every check. */
  public boolean isAllKnown() {
    return unjudgedChecks == 0
        && noData.isEmpty()
        && (status == Status.PASS || status == Status.FAIL);
  }

  /** Whether the client's people have to be told. */
  public boolean concernsClient() {
    return kind == Kind.UNEXPLAINED || kind == Kind.ROOT_CAUSE;
  }

  /** Every failing check of every node of the client, in the order of the checks. */
  public List<Item> items() {
    return failing.stream()
        .flatMap(check -> check.nodes().stream().map(node -> new Item(check.id(), node)))
        .toList();
  }
}
