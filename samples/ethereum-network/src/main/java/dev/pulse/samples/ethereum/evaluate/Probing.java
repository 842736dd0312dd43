package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells unhealthy nodes whose machines do not answer from those whose clients are at fault: each is
 * asked once, 16 at a time. When one does not answer, a healthy node is asked as a control; if that
 * one does not either, it is the way to the machines that is broken, and nothing is concluded.
 *
 * <p>All of it ends within a minute, look-ups of names included, however many nodes there are and
 * whatever the resolver does: of those that could not be asked in time nothing is concluded either.
 */
final class Probing {
  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
  private static final int AT_A_TIME = 16;
  private static final Duration NODES = Duration.ofSeconds(50);
  private static final Duration CONTROL = Duration.ofSeconds(10);

  private final NodeProbe probe;
  private final Duration nodesWithin;
  private final Duration controlWithin;

  /** What came of the questions. */
  private record Heard(SortedSet<String> silent, long late) {}

  Probing(NodeProbe probe) {
    this(probe, NODES, CONTROL);
  }

  Probing(NodeProbe probe, Duration nodesWithin, Duration controlWithin) {
    this.probe = probe;
    this.nodesWithin = nodesWithin;
    this.controlWithin = controlWithin;
  }

  NetworkEvaluation probed(NetworkEvaluation evaluation) throws InterruptedException {
    var network = evaluation.network();
    var asked =
        evaluation.nodes().values().stream()
            .filter(it -> it.pair().isPresent())
            .filter(it -> evaluation.health(it.name()) == Status.FAIL)
            .map(it -> it.name())
            .filter(it -> probe.canAsk(network, it))
            .toList();
    if (asked.isEmpty()) {
      return evaluation;
    }
    var heard = ask(network, asked, nodesWithin);
    var late = heard.late() == 0 ? "" : ", " + heard.late() + " could not be asked in time";
    if (heard.silent().isEmpty()) {
      return evaluation.probed(
          List.of(),
          late.isEmpty()
              ? "Probe: the machines of all " + asked.size() + " unhealthy nodes answer"
              : "Probe: none of " + asked.size() + " unhealthy nodes is known to be silent" + late);
    }
    var control = control(evaluation);
    if (control.isEmpty()) {
      return evaluation.probed(
          List.of(), "Probe: discarded, there is no healthy node to compare with");
    }
    var compared = ask(network, List.of(control.get()), controlWithin);
    if (!compared.silent().isEmpty() || compared.late() > 0) {
      return evaluation.probed(
          List.of(),
          "Probe: discarded, the healthy node " + control.get() + " does not answer either");
    }
    return evaluation.probed(
        heard.silent(),
        "Probe: "
            + heard.silent().size()
            + " of "
            + asked.size()
            + " unhealthy nodes do not answer"
            + late);
  }

  private Heard ask(String network, List<String> nodes, Duration within)
      throws InterruptedException {
    var questions =
        nodes.stream().<Callable<Boolean>>map(node -> () -> probe.answers(network, node)).toList();
    var silent = new TreeSet<String>();
    var answers = Together.run("ethereum-probe", AT_A_TIME, questions, within);
    for (int i = 0; i < nodes.size(); i++) {
      try {
        if (!answers.get(i).isCancelled() && !answers.get(i).get()) {
          silent.add(nodes.get(i));
        }
      } catch (ExecutionException e) {
        // A probe that breaks says nothing of the machine: the node stays a regular one.
        LOG.warn("The probe of {} in {} broke", nodes.get(i), network, e.getCause());
      }
    }
    return new Heard(silent, answers.stream().filter(Future::isCancelled).count());
  }

  private Optional<String> control(NetworkEvaluation evaluation) {
    return evaluation.nodes().keySet().stream()
        .filter(it -> evaluation.health(it) == Status.PASS)
        .filter(it -> probe.canAsk(evaluation.network(), it))
        .findFirst();
  }
}
