package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.Secret;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresqlAddressTest {
  private static PostgresqlAddress address(String url) {
    return PostgresqlAddress.of(url, null, null);
  }

  @Test
  void whatIsBehindTheQuestionMarkNeverReachesTheDriverInAnAddress() {
    var address =
        address("jdbc:postgresql://h:1/db?user=me&password=p%26s%2B&sslmode=require&sslpassword=x");

    assertThat(address.driverUrl()).isEqualTo("jdbc:postgresql://h:1/db");
    assertThat(address.driverOptions(Map.of("sslmode", "disable", "connectTimeout", "9")))
        .containsOnly(
            Map.entry("user", "me"),
            Map.entry("password", "p&s+"),
            Map.entry("sslmode", "require"),
            Map.entry("sslpassword", "x"),
            Map.entry("connectTimeout", "9"));
    assertThat(address).hasToString("schema pulse of PostgreSQL //h:1/db");
  }

  @Test
  void whatIsGivenByItselfCountsMoreThanTheAddress() {
    var address =
        PostgresqlAddress.of(
            "jdbc:postgresql:db?user=other&password=wrong", "me", Secret.of("right"));

    assertThat(address.driverOptions(Map.of()))
        .containsOnly(Map.entry("user", "me"), Map.entry("password", "right"));
  }

  static Stream<Arguments> schemas() {
    return Stream.of(
        argumentSet("none", "", "pulse"),
        argumentSet("one", "?currentSchema=monitoring", "monitoring"),
        argumentSet("blank", "?currentSchema=", "pulse"),
        argumentSet("the first of many", "?currentSchema=a,b", "a"),
        argumentSet("quoted", "?currentSchema=%22My%20Pulse%22", "My Pulse"));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void theSchemaIsTheOneOfTheAddress(String options, String schema) {
    var address = address("jdbc:postgresql://h/db" + options);

    assertThat(address.schema()).isEqualTo(schema);
    assertThat(address.quotedSchema()).isEqualTo('"' + schema + '"');
    assertThat(address.driverOptions(Map.of())).isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        argumentSet("another database", "jdbc:mysql://h/hunter2", "begin with jdbc:postgresql:"),
        argumentSet("no database", "jdbc:postgresql://hunter2", "must name a database"),
        argumentSet("an empty database", "jdbc:postgresql://hunter2/", "must name a database"),
        argumentSet("nothing", "jdbc:postgresql:", "must name a database"),
        argumentSet("a path", "jdbc:postgresql://h/db/hunter2", "must name a database"),
        argumentSet("a user", "jdbc:postgresql://me:hunter2@h/db", "a user before its host"),
        argumentSet("a percent sign", "jdbc:postgresql://h/db?password=hunter2%4", "percent sign"),
        argumentSet(
            "a schema that is too long",
            "jdbc:postgresql://h/db?currentSchema=hunter2" + "x".repeat(60),
            "1 to 63 bytes"),
        argumentSet(
            "a schema that would end its quotes",
            "jdbc:postgresql://h/db?currentSchema=a%22;hunter2",
            "without quotation marks"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aBadAddressIsRefusedAndNotRepeated(String url, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> address(url))
        .withMessageContaining(reason)
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void withoutTheDriverTheFailureSaysWhatIsMissing() throws Exception {
    var places = new ArrayList<URL>();
    for (String place :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
      if (!place.contains("postgresql")) {
        places.add(Path.of(place).toUri().toURL());
      }
    }
    try (var loader =
        new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      var open = loader.loadClass(Stores.class.getName()).getMethod("postgresql", String.class);

      assertThatThrownBy(() -> open.invoke(null, "jdbc:postgresql://h/db"))
          .cause()
          .hasMessageContaining("put org.postgresql:postgresql on the class path");
    }
  }

  @Test
  void theLockOfASchemaIsTheSameInEveryVersion() {
    assertThat(PostgresqlServer.LOCK).isEqualTo(1347767379);
    assertThat(PostgresqlServer.lockOf("pulse")).isEqualTo(1102416362);
    assertThat(PostgresqlServer.lockOf("other")).isNotEqualTo(PostgresqlServer.lockOf("pulse"));
  }
}
