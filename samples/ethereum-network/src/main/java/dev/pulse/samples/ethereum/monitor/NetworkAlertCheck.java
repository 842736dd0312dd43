package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.report.Subject;
import java.util.List;

/** Says how the state of a network's notice is; it is the runs of clients that change it. */
final class NetworkAlertCheck implements Check {
  private final AlertStates states;
  private final NetworkAlert alert;
  private final Subject subject;

  NetworkAlertCheck(AlertStates states, NetworkAlert alert, Subject subject) {
    this.states = states;
    this.alert = alert;
    this.subject = subject;
  }

  @Override
  public CheckResult run(CheckContext context) {
    if (!states.state(subject).isOpen()) {
      return CheckResult.pass("Nothing to tell of " + subject.network() + " as a whole");
    }
    var text =
        alert == NetworkAlert.NO_DATA
            ? "No data for " + subject.network()
            : "Network-wide incident on " + subject.network();
    return CheckResult.fail(Reason.of(alert.finding().replace('-', '_')), text)
        .withFindings(List.of(Finding.of(alert.finding(), Status.FAIL, text)));
  }
}
