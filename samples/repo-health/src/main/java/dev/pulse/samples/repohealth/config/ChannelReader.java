package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.core.notify.EmailNotifier;
import dev.pulse.core.notify.EmailNotifier.Security;
import dev.pulse.samples.server.environment.Environment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads whom alerts can be sent to: variables win over the file. */
final class ChannelReader {
  private static final int SMTPS = 465;
  private static final int SUBMISSION = 587;

  /** Which variable the options of the notifier come from. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "host", "SMTP_HOST",
          "port", "SMTP_PORT",
          "login.user", "SMTP_USER",
          "from", "SMTP_FROM",
          "to", "SMTP_TO");

  private final Environment environment;

  private ChannelReader(Environment environment) {
    this.environment = environment;
  }

  /**
   * Reads the channels; problems are noted.
   *
   * @param ofFile the webhooks of the file, by name
   */
  static ChannelSettings read(Environment environment, Map<String, Secret> ofFile) {
    return new ChannelReader(environment).channels(ofFile);
  }

  private ChannelSettings channels(Map<String, Secret> ofFile) {
    var others = new LinkedHashMap<>(ofFile);
    var slack = Optional.ofNullable(others.remove(ChannelSettings.SLACK));
    var discord = Optional.ofNullable(others.remove(ChannelSettings.DISCORD));
    return new ChannelSettings(
        webhook("SLACK_WEBHOOK_URL", ChannelSettings.SLACK).or(() -> slack),
        webhook("DISCORD_WEBHOOK_URL", ChannelSettings.DISCORD).or(() -> discord),
        environment.parsed("PAGERDUTY_ROUTING_KEY", Form::token),
        RepoHealthSettings.web(environment, "PAGERDUTY_API_URL", "https://events.pagerduty.com"),
        smtp(),
        others);
  }

  private Optional<Secret> webhook(String variable, String channel) {
    return environment.parsed(variable, text -> Form.webhook(channel, text));
  }

  private Optional<SmtpSettings> smtp() {
    int port = environment.whole("SMTP_PORT", SUBMISSION, 1, 65_535);
    var security =
        environment
            .parsed("SMTP_TLS", ChannelReader::security)
            .orElse(port == SMTPS ? Security.TLS : Security.STARTTLS);
    var host = environment.text("SMTP_HOST");
    var from = environment.text("SMTP_FROM");
    var to = environment.text("SMTP_TO").map(ChannelReader::addresses).orElse(List.of());
    var login = login();
    if (host.isEmpty()) {
      return Optional.empty();
    }
    if (from.isEmpty()) {
      environment.note("SMTP_FROM", "is required when SMTP_HOST is set");
    }
    if (to.isEmpty()) {
      environment.note("SMTP_TO", "is required when SMTP_HOST is set");
    }
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    judge(host.get(), from.get(), to, login);
    return Optional.of(new SmtpSettings(host.get(), port, security, login, from.get(), to));
  }

  private Optional<SmtpSettings.Login> login() {
    var user = environment.text("SMTP_USER");
    var password = environment.verbatim("SMTP_PASSWORD", Secret::of);
    if (user.isPresent() && password.isEmpty()) {
      environment.note("SMTP_PASSWORD", "is required when SMTP_USER is set");
    }
    if (password.isPresent() && user.isEmpty()) {
      environment.note("SMTP_USER", "is required when SMTP_PASSWORD is set");
    }
    return user.flatMap(name -> password.map(secret -> new SmtpSettings.Login(name, secret)));
  }

  private static Security security(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "starttls" -> Security.STARTTLS;
      case "tls" -> Security.TLS;
      case "none" -> Security.NONE;
      default -> throw new IllegalArgumentException("must be starttls, tls or none");
    };
  }

  private static List<String> addresses(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** By whoever will send the mails, in terms of the variables. */
  private void judge(
      String host, String from, List<String> to, Optional<SmtpSettings.Login> login) {
    var mail = EmailNotifier.builder(host, from, to);
    login.ifPresent(known -> mail.login(known.user(), known.password()));
    try {
      var unused = mail.build();
    } catch (ConfigurationException e) {
      for (Problem problem : e.problems()) {
        var option = problem.key().replaceFirst("\\[\\d+]$", "");
        var variable = VARIABLES.getOrDefault(option, "SMTP_HOST");
        if (!environment.refused(variable)) {
          environment.note(variable, told(variable, problem));
        }
      }
    }
  }

  private static String told(String variable, Problem problem) {
    return variable.equals("SMTP_TO")
        ? "must be mail addresses, separated by commas: each " + problem.message()
        : problem.message();
  }
}
