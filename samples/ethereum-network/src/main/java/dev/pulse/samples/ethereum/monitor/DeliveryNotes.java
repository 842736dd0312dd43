package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.event.PulseListener;
import dev.pulse.api.notify.DeliveryEvent;
import dev.pulse.api.notify.DeliveryEvent.Result;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.Pulse;
import dev.pulse.samples.ethereum.report.Subject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes when people were told, and says in the log when they could not be. */
final class DeliveryNotes implements PulseListener {
  private static final Logger log = LoggerFactory.getLogger(DeliveryNotes.class);

  private final Pulse pulse;
  private final AlertStates states;

  DeliveryNotes(Pulse pulse, AlertStates states) {
    this.pulse = pulse;
    this.states = states;
  }

  @Override
  public void onDelivery(DeliveryEvent event) {
    // All alerts of a message are of one subject, as the route has them.
    subject(event).ifPresent(subject -> note(event, subject));
  }

  private Optional<Subject> subject(DeliveryEvent event) {
    return event.incidents().stream()
        .findFirst()
        .flatMap(pulse.incidents()::find)
        .filter(
            incident ->
                incident.labels().get(Jobs.SYSTEM_LABEL).filter(Jobs.SYSTEM::equals).isPresent())
        .flatMap(incident -> Memory.subject(incident.labels()));
  }

  private void note(DeliveryEvent event, Subject subject) {
    if (event.result() == Result.DELIVERED) {
      if (event.kind() == Notification.Kind.REPEAT
          && !states.state(subject).isConfirmedSinceTold()) {
        // Was held back, see Memory.
        return;
      }
      states.told(subject, pulse.clock().instant());
    } else {
      log.error(
          "Message {} about {} on {} to channel {}: {}, {}",
          event.kind(),
          subject.client(),
          subject.network(),
          subject.channel(),
          event.result() == Result.DEAD ? "given up" : "failed",
          event.failure().orElse("no reason given"));
    }
  }
}
