package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.api.model.Status;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells unhealthy nodes whose machines do not answer from those whose clients are at fault: each is
 * asked once, 16 at a time. When one does not answer, a healthy node is asked as a control; if that
 * one does not either, it is the way to the machines that is broken, and nothing is concluded.
 */
final class Probing {
  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
  private static final int AT_A_TIME = 16;

  private final NodeProbe probe;

  Probing(NodeProbe probe) {
    this.probe = probe;
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
    var silent = silent(network, asked);
    if (silent.isEmpty()) {
      return evaluation.probed(
          List.of(), "Probe: the machines of all " + asked.size() + " unhealthy nodes answer");
    }
    var control = control(evaluation);
    if (control.isEmpty()) {
      return evaluation.probed(
          List.of(), "Probe: discarded, there is no healthy node to compare with");
    }
    if (!answers(network, control.get())) {
      return evaluation.probed(
          List.of(),
          "Probe: discarded, the healthy node " + control.get() + " does not answer either");
    }
    return evaluation.probed(
        silent,
        "Probe: " + silent.size() + " of " + asked.size() + " unhealthy nodes do not answer");
  }

  private Collection<String> silent(String network, List<String> nodes)
      throws InterruptedException {
    var questions =
        nodes.stream().<Callable<Boolean>>map(node -> () -> answers(network, node)).toList();
    var silent = new TreeSet<String>();
    var answers = Together.run("ethereum-probe", AT_A_TIME, questions);
    for (int i = 0; i < nodes.size(); i++) {
      try {
        if (!answers.get(i).get()) {
          silent.add(nodes.get(i));
        }
      } catch (ExecutionException e) {
        // A probe that breaks says nothing of the machine: the node stays a regular one.
        LOG.warn("The probe of {} in {} broke", nodes.get(i), network, e.getCause());
      }
    }
    return silent;
  }

  private boolean answers(String network, String node) throws InterruptedException {
    return probe.answers(network, node);
  }

  private Optional<String> control(NetworkEvaluation evaluation) {
    return evaluation.nodes().keySet().stream()
        .filter(it -> evaluation.health(it) == Status.PASS)
        .filter(it -> probe.canAsk(evaluation.network(), it))
        .findFirst();
  }
}
