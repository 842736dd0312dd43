package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who callers are that need no token. */
class GuestConfigurationTest {
  private final Plugins plugins = Plugins.load(getClass().getClassLoader());

  private Configuration read(String yaml) {
    return new ConfigurationReader("pulse.yaml", Map.of(), plugins).read(yaml);
  }

  private List<String> problems(String yaml) {
    var thrown = catchThrowableOfType(ConfigurationException.class, () -> read(yaml));
    return thrown.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void aGuestHasANameAndARole() {
    assertThat(read("server: {guest: {name: grace, role: operator}}").guest())
        .contains(new Principal("grace", Role.OPERATOR));
    assertThat(read("server: {port: 1}").guest()).isEmpty();
  }

  @Test
  void aGuestIsNotForWhereOthersComeOrHaveTokens() {
    assertThat(
            problems(
                """
                server:
                  host: 0.0.0.0
                  token: hunter2-hunter2-hunter2
                  guest: {name: grace, role: admin}
                """))
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("pulse.yaml:4: server.guest: ")
                    .doesNotContain("hunter2"))
        .anySatisfy(problem -> assertThat(problem).contains("contradicts tokens"));
    assertThat(problems("server: {host: 0.0.0.0, guest: {name: grace, role: admin}}"))
        .singleElement()
        .asString()
        .contains("127.0.0.1, ::1 or localhost, and not for \"0.0.0.0\"");
  }

  @Test
  void whatIsMissingOrWrongIsSaidAtOnce() {
    assertThat(problems("server: {guest: {nam: grace, role: owner}}"))
        .anySatisfy(problem -> assertThat(problem).contains("server.guest.name: is required"))
        .anySatisfy(problem -> assertThat(problem).contains("server.guest.role", "operator"))
        .anySatisfy(problem -> assertThat(problem).contains("server.guest.nam"));
  }

  @Test
  void theCommandLineCannotOpenItToOthers() {
    var configuration = read("server: {guest: {name: grace, role: operator}}");

    var thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> configuration.with("0.0.0.0", 8080, configuration.store()));

    assertThat(thrown.problems()).singleElement().asString().contains("server.guest");
  }
}
