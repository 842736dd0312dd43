package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.kubernetes.PodJudge.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether pods are well: one by its name, or those with certain labels. Take a {@link
 * WorkloadCheck} to know whether enough of them are there. One finding for each pod, with the
 * labels {@code namespace} and {@code pod}.
 *
 * <p>It fails when a pod has failed, is in a crash loop, cannot start (image, configuration), is
 * pending or not ready for longer than {@code readyWithin}, restarted more often than allowed, or
 * does not go away after it was deleted; and when the pod, or as many as there should be, do not
 * exist. It warns while a pod starts or ends, and of restarts, which tells of containers that were
 * out of memory. It does not know when the cluster does not: no answer, no permission, a phase that
 * nobody here knows.
 *
 * <p>Defaults: the namespace of the connection; at least one pod; ready within 5 minutes; a warning
 * of every restart within the last hour, a failure from the fourth; any number of restarts in all.
 * Restarts before the first look count only as far as the cluster tells when they were, which is
 * the last one of each container, and all of a pod that is younger than the window.
 *
 * <pre>{@code
 * Check pods = PodCheck.labelled(KubernetesConnection.detect(), "app=web").atLeast(2).build();
 * }</pre>
 *
 * <p>It needs {@code get} on {@code pods} for a pod by its name, {@code list} for labels.
 * Thread-safe. What it has seen of restarts is remembered by the instance.
 */
public final class PodCheck implements Check {
  private static final int NAMED_IN_SUMMARY = 1;

  private final PodSelection selection;
  private final int least;
  private final PodJudge judge;

  private PodCheck(Builder builder) {
    selection = builder.selection;
    least = builder.least;
    judge = new PodJudge(builder.bounds);
  }

  /**
   * For one pod.
   *
   * @param name its name
   */
  public static Builder named(KubernetesConnection connection, String name) {
    return new Builder(
        PodSelection.named(requireNonNull(connection, "connection"), requireNonNull(name, "name")));
  }

  /**
   * For pods with certain labels.
   *
   * @param selector such as {@code app=web,tier!=test} or {@code env in (a,b)}; blank for all pods
   */
  public static Builder labelled(KubernetesConnection connection, String selector) {
    return new Builder(
        PodSelection.labelled(
            requireNonNull(connection, "connection"), requireNonNull(selector, "selector")));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    List<PodState> pods;
    try {
      pods = selection.read(TimeBudget.of(context.remaining()));
    } catch (KubernetesException e) {
      return ClusterReasons.unknown(e);
    }
    var judgements = judge.judge(pods, context.clock().instant());
    var findings = new ArrayList<Finding>();
    judgements.forEach(judgement -> findings.add(finding(judgement)));
    int there = (int) pods.stream().filter(pod -> !pod.hasLeftItsPlace()).count();
    if (there < least) {
      findings.add(missing(there));
    }
    long ready = judgements.stream().filter(j -> j.pod().isReady().orElse(false)).count();
    var summary = summary(judgements, findings);
    // Whoever allows that there is no pod at all has said what nothing means.
    var result =
        findings.isEmpty()
            ? CheckResult.pass(summary)
            : CheckResult.worstOf(reason(judgements, there < least), summary, findings);
    return result
        .withSample(Sample.gauge("pods", pods.size()))
        .withSample(Sample.gauge("pods_ready", (double) ready));
  }

  private Finding finding(Judgement judgement) {
    var pod = judgement.pod();
    return Finding.of(selection.key(pod), judgement.status(), judgement.text())
        .withLabels(Labels.of("namespace", pod.namespace(), "pod", pod.name()));
  }

  /** Under the name of the pod, when it has one, so that it stays the same finding. */
  private Finding missing(int found) {
    var name = selection.name();
    return name == null
        ? Finding.of(selection.toString(), Status.FAIL, tooFew(found))
        : Finding.of(name, Status.FAIL, "does not exist").withLabels(Labels.of("pod", name));
  }

  private String tooFew(int found) {
    return "%s, at least %d should be there".formatted(Words.count(found, "pod", "pods"), least);
  }

  private static Reason reason(List<Judgement> judgements, boolean tooFew) {
    if (tooFew) {
      return ClusterReasons.NOT_FOUND;
    }
    return worst(judgements).complaints().stream()
        .map(PodJudge.Complaint::reason)
        .findFirst()
        .orElse(Reason.ERROR);
  }

  private static Judgement worst(List<Judgement> judgements) {
    return judgements.stream()
        .max(Comparator.comparing(Judgement::status))
        .orElseThrow(() -> new IllegalStateException("no pod was judged"));
  }

  private String summary(List<Judgement> judgements, List<Finding> findings) {
    var bad =
        findings.stream()
            .filter(finding -> finding.status() != Status.PASS)
            .sorted(Comparator.comparing(Finding::status).reversed())
            .toList();
    if (bad.isEmpty()) {
      return judgements.isEmpty()
          ? "no " + selection + ", and none is needed"
          : judgements.size() == 1
              ? selection.key(judgements.get(0).pod()) + " " + judgements.get(0).text()
              : "all " + judgements.size() + " pods are well";
    }
    var first = bad.get(0);
    var others = bad.size() - NAMED_IN_SUMMARY;
    return first.key()
        + ": "
        + first.text()
        + (others == 0 ? "" : ", and " + Words.count(others, "other", "others"))
        + (judgements.size() < 2 ? "" : " (of " + judgements.size() + " pods)");
  }

  @Override
  public String toString() {
    return selection.toString();
  }

  /** Builds a {@link PodCheck}. Confine to one thread. */
  public static final class Builder {
    private PodSelection selection;
    private int least = 1;
    private PodBounds bounds = PodBounds.USUAL;

    private Builder(PodSelection selection) {
      this.selection = selection;
    }

    /** Where to look; the namespace of the connection by default. */
    public Builder namespace(String namespace) {
      selection = selection.in(requireNonNull(namespace, "namespace"));
      return this;
    }

    /** Looks in all namespaces; only for labels. Needs permission in the whole cluster. */
    public Builder allNamespaces() {
      selection = selection.in(PodSelection.EVERYWHERE);
      return this;
    }

    /**
     * How many pods must be there; 1 by default, and 0 allows none. One that has ended well counts
     * where that is its work, and not where a deployment or the like wants it to run.
     */
    public Builder atLeast(int pods) {
      least = pods;
      return this;
    }

    /** How long a pod may be pending, not ready, or on its way out; 5 minutes by default. */
    public Builder readyWithin(Duration time) {
      bounds = bounds.withReadyWithin(requireNonNull(time, "time"));
      return this;
    }

    /** In which time restarts are counted; one hour by default. */
    public Builder restartWindow(Duration window) {
      bounds = bounds.withWindow(requireNonNull(window, "window"));
      return this;
    }

    /** Warns when a container restarted more often within the window; 0 by default. */
    public Builder restartsWarnAbove(int restarts) {
      bounds = bounds.withWarnAbove(restarts);
      return this;
    }

    /** Fails when a container restarted more often within the window; 3 by default. */
    public Builder restartsFailAbove(int restarts) {
      bounds = bounds.withFailAbove(restarts);
      return this;
    }

    /** Fails when a container restarted more often since its pod began; never by default. */
    public Builder totalRestartsFailAbove(int restarts) {
      bounds = bounds.withTotalFailAbove(restarts);
      return this;
    }

    /** Everything that is wrong, by the names that the options have in a configuration. */
    List<Problem> problems() {
      var problems = new ArrayList<>(selection.problems());
      if (least < 0 || (selection.name() != null && least != 1)) {
        problems.add(
            new Problem(
                "",
                "at-least",
                selection.name() == null
                    ? "must be at least 0, but is " + least
                    : "is for labels, not for one pod"));
      }
      problems.addAll(bounds.problems());
      return problems;
    }

    /**
     * The check.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PodCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new PodCheck(this);
    }
  }
}
