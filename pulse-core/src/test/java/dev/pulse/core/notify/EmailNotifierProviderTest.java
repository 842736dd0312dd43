package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.testkit.NotifierProviderContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmailNotifierProviderTest extends NotifierProviderContract {
  @Override
  protected NotifierProvider provider() {
    return new EmailNotifierProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    var options = new LinkedHashMap<String, Object>();
    options.put("host", "smtp.example.org");
    options.put("port", 2525);
    options.put("security", "tls");
    options.put("from", "Pulse <pulse@example.org>");
    options.put("to", List.of("ops@example.org", "ada@example.org"));
    options.put("login", Map.of("user", "pulse", "password", "p4ssword"));
    options.put("greeting", "pulse.example.org");
    return options;
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("host", "from", "to");
  }

  @Test
  void optionsReachTheServer() throws Exception {
    try (var server = SmtpServer.plain().offering("AUTH PLAIN")) {
      var options = new LinkedHashMap<>(validOptions());
      options.put("host", "localhost");
      options.put("port", server.port());
      options.put("security", "none");
      var plugins = Plugins.load(getClass().getClassLoader());
      Settings.read(options, settings -> plugins.notifier("email", settings))
          .send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
      assertThat(server.commands())
          .startsWith("EHLO pulse.example.org", "AUTH PLAIN cHVsc2UAcHVsc2UAcDRzc3dvcmQ=")
          .contains("RCPT TO:<ops@example.org>", "RCPT TO:<ada@example.org>");
    }
  }

  @Test
  void problemsNameTheirOptionsAllAtOnce() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "port",
                        70_000,
                        "security",
                        "ssl",
                        "from",
                        "nobody",
                        "to",
                        List.of("ops@example.org", "a@b\r\nBcc: c@d"),
                        "login",
                        Map.of("user", "pulse"),
                        "hst",
                        "x"),
                    provider()::create))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder(
                        "host", "port", "security", "from", "to", "login.password", "hst"));
  }
}
