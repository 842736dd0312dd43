package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.testkit.NotifierContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleNotifierTest extends NotifierContract {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Notifier console =
      ConsoleNotifier.to(new PrintStream(written, true, StandardCharsets.UTF_8));

  @Override
  protected Notifier delivering() {
    return console;
  }

  @Override
  protected List<String> received() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void eachAlertIsOneLine() throws Exception {
    console.send(
        Alarms.builder(Kind.CHANGED, Alarms.checkout().build(), over()).omitted(7).build());
    assertThat(received())
        .containsExactly(
            "2026-03-01T10:16:00Z CHANGED critical firing: checkout is down: 3 failures in a row "
                + Alarms.checkout().build().labels(),
            "2026-03-01T10:16:00Z CHANGED critical resolved: checkout is down: 3 failures in a row "
                + over().labels(),
            "2026-03-01T10:16:00Z CHANGED and 7 more");
  }

  @Test
  void messageWithoutAlertsIsALineToo() throws Exception {
    console.send(Alarms.message(Kind.DIGEST));
    assertThat(received()).containsExactly("2026-03-01T10:16:00Z DIGEST no alerts");
  }

  @Test
  void whatIsNotVisibleIsPrintedAsItsCode() throws Exception {
    var alert = Alarms.checkout().title("a\u001b[31m\nb\u202ec\u2028").text("\ud83d").build();
    console.send(Alarms.message(Kind.FIRST, alert));
    assertThat(received()).hasSize(1);
    assertThat(received().get(0)).contains("a\\u001b[31m\\nb\\u202ec\\u2028: \\ud83d {");
  }

  @Test
  void streamThatNobodyReadsIsAFailureThatMayGoAway() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    var notifier = ConsoleNotifier.to(new PrintStream(broken, true, StandardCharsets.UTF_8));
    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> notifier.send(Alarms.message(Kind.FIRST, over())))
        .withMessage("nothing can be written to the console")
        .matches(NotifyException::isWorthRetrying);
  }

  @Test
  void interruptBeforehandPrintsNothing() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> console.send(Alarms.message(Kind.FIRST, over())));
    assertThat(received()).isEmpty();
  }

  private static Alert over() {
    return Alarms.over();
  }
}
