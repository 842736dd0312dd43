package dev.pulse.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import acme.plugin.BrokenCheckProvider;
import acme.plugin.NamedCheckProvider;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.HttpCheckProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsTest {
  @TempDir Path folder;

  @Test
  void ownChecksAreFound() {
    var plugins = Plugins.load(getClass().getClassLoader());
    assertThat(plugins.checkTypes()).contains("http", "tcp");
    assertThat(plugins.problems()).isEmpty();
    var check =
        Settings.read(
            Map.of("url", "http://shop.example/"), settings -> plugins.check("http", settings));
    assertThat(check).isInstanceOf(HttpCheck.class);
  }

  @Test
  void unknownTypeListsTheKnownOnes() {
    var plugins = Plugins.builder().add(new HttpCheckProvider()).add(named("acme.a")).build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.check("htpp", Settings.of(Map.of())))
        .withMessage("type: \"htpp\" is not a type of check; known: acme.a, http");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.collector("x", Settings.of(Map.of())))
        .withMessageContaining("there are none");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.detector("x", Settings.of(Map.of())))
        .withMessageContaining("not a type of detector");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.scorer("x", Settings.of(Map.of())))
        .withMessageContaining("not a type of scorer");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.notifier("x", Settings.of(Map.of())))
        .withMessageContaining("not a type of notifier");
  }

  @Test
  void twoProvidersOfOneTypeNameBothClasses() {
    var builder = Plugins.builder().add(named("acme.a")).add(new OtherProvider("acme.a"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContainingAll(
            "\"acme.a\"", NamedCheckProvider.class.getName(), OtherProvider.class.getName());
  }

  @Test
  void classThatIsFoundAndAddedIsOneProvider() {
    var plugins =
        Plugins.builder().add(new HttpCheckProvider()).load(getClass().getClassLoader()).build();
    assertThat(plugins.checkTypes()).contains("http");
  }

  @Test
  void twoScorersOfOneTypeAreRefused() {
    var builder = Plugins.builder().add(new OneScorer()).add(new OtherScorer());
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContainingAll(
            "scorer type \"acme.s\"", OneScorer.class.getName(), OtherScorer.class.getName());
  }

  @Test
  void twoNotifiersOfOneTypeAreRefused() {
    var builder = Plugins.builder().add(new OneNotifier()).add(new OtherNotifier());
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContainingAll(
            "notifier type \"acme.n\"", OneNotifier.class.getName(), OtherNotifier.class.getName());
  }

  private static class OneNotifier implements NotifierProvider {
    @Override
    public String type() {
      return "acme.n";
    }

    @Override
    public Notifier create(Settings settings) {
      return message -> Receipt.none();
    }
  }

  private static final class OtherNotifier extends OneNotifier {}

  private static class OneScorer implements ScorerProvider {
    @Override
    public String type() {
      return "acme.s";
    }

    @Override
    public Scorer create(Settings settings) {
      return context -> Score.of(1);
    }
  }

  private static final class OtherScorer extends OneScorer {}

  @Test
  void undottedTypeOfAThirdPartyIsRefused() {
    var builder = Plugins.builder().add(named("latency"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContainingAll(NamedCheckProvider.class.getName(), "acme.latency");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Acme.a", "acme..a", "acme a", ".a", "a.", "acme.a\n"})
  void malformedTypeIsRefused(String type) {
    var builder = Plugins.builder().add(named(type));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("lower-case words");
  }

  @Test
  void providerThatCannotBeLoadedIsReportedAndTheOthersStay() throws Exception {
    try (var loader =
        offering(
            "acme.plugin.MissingProvider",
            BrokenCheckProvider.class.getName(),
            getClass().getName(),
            UndottedProvider.class.getName(),
            "dev.pulse.core.check.TcpCheckProvider")) {
      var plugins = Plugins.load(loader);
      assertThat(plugins.checkTypes()).contains("http", "tcp");
      assertThat(plugins.problems()).hasSize(3);
      assertThat(plugins.problems().toString())
          .contains("acme.plugin.MissingProvider", BrokenCheckProvider.class.getName());
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> plugins.check("acme.missing", Settings.of(Map.of())))
          .withMessageContainingAll("left out: ", "acme.plugin.MissingProvider");
    }
  }

  @Test
  void providerThatFailsIsNamed() {
    var plugins =
        Plugins.builder()
            .add(
                new NamedCheckProvider("acme.npe") {
                  @Override
                  public Check create(Settings settings) {
                    throw new NullPointerException("hunter2");
                  }
                })
            .add(named("acme.null"))
            .build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.check("acme.npe", Settings.of(Map.of())))
        .withMessageContainingAll("is broken", "NullPointerException")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.check("acme.null", Settings.of(Map.of())))
        .withMessageContaining("returned nothing");
  }

  @Test
  void problemsOfTheOptionsComeThrough() {
    var plugins = Plugins.builder().add(new HttpCheckProvider()).build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> Settings.read(Map.of("urls", "x"), settings -> plugins.check("http", settings)))
        .withMessageContainingAll("url: is required", "did you mean \"url\"?");
  }

  /** A loader whose service file names these classes, each in a file of its own. */
  private URLClassLoader offering(String... providers) throws IOException {
    var urls = new URL[providers.length];
    for (int i = 0; i < providers.length; i++) {
      var services = folder.resolve(i + "/META-INF/services");
      Files.createDirectories(services);
      Files.writeString(
          services.resolve(CheckProvider.class.getName()), providers[i], StandardCharsets.UTF_8);
      urls[i] = folder.resolve(String.valueOf(i)).toUri().toURL();
    }
    return new URLClassLoader(urls, getClass().getClassLoader());
  }

  private static CheckProvider named(String type) {
    return new NamedCheckProvider(type);
  }

  private static final class OtherProvider extends NamedCheckProvider {
    OtherProvider(String type) {
      super(type);
    }
  }

  /** Ours by its package, so that its type needs no dot. */
  public static final class UndottedProvider implements CheckProvider {
    @Override
    public String type() {
      return "undotted";
    }

    @Override
    public Check create(Settings settings) {
      return context -> CheckResult.pass("ok");
    }
  }
}
