package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Problem;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.app.config.TargetReader.Neighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets are read as entries of the file are: the same is allowed, and the same is said. */
class TargetReaderTest {
  private static final Plugins PLUGINS =
      Plugins.load(Thread.currentThread().getContextClassLoader());
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SHOP_TOKEN", "hunter2-hunter2-hunter2", "ADMIN", "hunter3");

  private static Configuration file(String text) {
    return new ConfigurationReader("pulse.yaml", ENVIRONMENT, PLUGINS).read(text);
  }

  private static TargetReader reader(String section) {
    return file(section).targets().orElseThrow();
  }

  private static Set<String> installed() {
    var all = new TreeSet<>(PLUGINS.checkTypes());
    all.addAll(PLUGINS.collectorTypes());
    all.addAll(PLUGINS.scorerTypes());
    return all;
  }

  private static Stream<String> types() {
    return Stream.concat(installed().stream(), Stream.of("nonsense"));
  }

  /** As who runs Pulse may have it: every type that is installed. */
  private static TargetReader ofAllTypes() {
    return reader("targets: {types: [" + String.join(", ", installed()) + "]}");
  }

  /** Every option of a type, with a value that most of them do not take. */
  private static List<String> documents(String type) {
    var reader = ofAllTypes();
    var texts = new ArrayList<String>();
    texts.add("type: " + type);
    texts.add("name: a\ntype: " + type + "\nnonsens: 1\n");
    texts.add("name: ' '\ntype: " + type + "\nevery: soon\nretries: 11\nlabels: [x]\n");
    for (Option option : reader.type(type).map(TargetReader.Type::options).orElse(List.of())) {
      if (option.name().contains("[") || Set.of("allow", "deny").contains(option.name())) {
        continue;
      }
      for (String value : List.of("'%%'", "-1", "[a, [b]]", "{a: {b: c}}", "")) {
        var parts = option.name().split("\\.", -1);
        var nested =
            parts.length == 1
                ? option.name() + ": " + value
                : parts[0] + ": {" + parts[1] + ": " + value + "}";
        texts.add("name: a\ntype: " + type + "\n" + nested + "\n");
      }
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeSaysTheSameAsInTheFile(String type) {
    for (String document : documents(type)) {
      assertSame(document);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "name: a\nurl: https://shop.example/\n",
        "name: a\nurl: https://shop.example/\nevery: 1m\ncron: '* * * * *'\nzone: Mars\njitter: 2m",
        "name: a\nurl: ftp://x\ntimeout: 0s\nwhile-failing: 1h\nretry-interval: 2h",
        "name: a\nurl: http://x\nrules:\n  - {when: never, after: 0}\n  - {when: failing, afer: 2}\n",
        "name: a\nurl: http://x\nrules:\n  - {when: condition, condition: 'latency >'}\n",
        "name: a\nurl: http://x\nrules:\n  - {when: anomalous, detector: magic}\n  - {when: failing}\n  - {when: failing}\n",
        "name: a\nurl: http://x\nfail-unless: ['status ==', 'body contains']\n",
        "name: a\nurl: http://x\ndepends-on: [a, nobody]\nskip-with-dependency: perhaps\n",
        "name: a\ntype: group\nmembers: [nobody, a]\n",
        "name: a\ntype: slo\nof: a\nobjective: '200%'\n",
        "name: a\ntype: heartbeat\ntoken: short\nexpect-every: 1s\nexpect-cron: x\n",
        "name: a\nurl: '${'\nbody: '${1}'\nbearer: '$${x}'\n",
        "name: a\nurl: http://x\ntags: {a: b}\ntitle: [x]\nlabels: {'': x}\n",
        "name: 'a b'\nurl: http://x\ntls: {a: 1}\nredirects: x\n",
      })
  void everyPartOfAnEntrySaysTheSameAsInTheFile(String document) {
    assertSame(document);
  }

  private static void assertSame(String entry) {
    var inTheFile = inTheFile(entry);
    var yaml = CheckDocument.yaml(entry);
    var json = CheckDocument.json(yaml.toJson());
    var reader = ofAllTypes();

    assertThat(told(reader.read(yaml, Neighbours.of(List.of())).problems()))
        .as(entry)
        .isEqualTo(inTheFile);
    assertThat(told(reader.read(json, Neighbours.of(List.of())).problems()))
        .as(entry)
        .isEqualTo(inTheFile);
    assertThat(CheckDocument.yaml(yaml.toYaml())).as(entry).isEqualTo(yaml);
    assertThat(CheckDocument.json(yaml.toJson())).as(entry).isEqualTo(yaml);
  }

  private static Set<String> inTheFile(String entry) {
    try {
      var unused = file("checks:\n  -\n" + entry.indent(4));
      return Set.of();
    } catch (ConfigurationException e) {
      return told(e.problems());
    }
  }

  private static Set<String> told(List<Problem> problems) {
    var told = new TreeSet<String>();
    for (Problem problem : problems) {
      var key = problem.key().replaceFirst("^checks\\[0]\\.?", "");
      told.add(key + ": " + problem.message());
    }
    return told;
  }

  @Test
  void numbersAndTruthOfJsonAreReadAsInYaml() {
    var document =
        CheckDocument.json(
            """
            {"name": "a", "url": "http://x", "redirects": 3, "retries": 2, "keep-alive": true,
             "status": [200, "204-299"], "body": null, "labels": {"zone": 1}}
            """);

    var reading = reader("").read(document, Neighbours.of(List.of()));

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.registration().orElseThrow().retries()).isEqualTo(2);
    assertThat(document.toYaml()).contains("redirects: 3\n", "keep-alive: true\n", "body: null\n");
  }

  @Test
  void anEntryIsTakenAsItIsCopiedFromAFile() {
    var plain = CheckDocument.yaml("name: a\nurl: x\n");

    assertThat(CheckDocument.yaml("- name: a\n  url: x\n")).isEqualTo(plain);
    assertThat(CheckDocument.yaml("checks:\n  - name: a\n    url: x\n")).isEqualTo(plain);
    assertThat(
            reader("")
                .read(CheckDocument.yaml("- name: a\n  url: x\n"), Neighbours.of(List.of()))
                .problems())
        .extracting(Problem::where, Problem::key)
        .containsExactly(tuple("line 2", "url"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{\"a\":",
        "{\"name\":\"\\ud800",
      })
  void whatIsNoEntryIsRefused(String text) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CheckDocument.json(text));
  }

  @Test
  void whatIsTooMuchIsRefused() {
    var deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
    var wide = "{\"a\":[" + "1,".repeat(6_000) + "1]}";

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CheckDocument.json(deep))
        .withMessageContaining("nested deeper");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CheckDocument.json(wide))
        .withMessageContaining("too much");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CheckDocument.yaml("a: &x [1]\nb: {{}}\n"));
  }

  @Test
  void onlyVariablesThatTheFileNamesAreFilledIn() {
    var document = CheckDocument.yaml("name: a\nurl: http://x/${ADMIN}\nbearer: ${SHOP_TOKEN}\n");

    var refused = reader("").read(document, Neighbours.of(List.of()));
    var allowed =
        reader("targets: {variables: [SHOP_TOKEN]}").read(document, Neighbours.of(List.of()));

    assertThat(told(refused.problems()))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("may not be used here"));
    assertThat(told(allowed.problems()))
        .singleElement()
        .asString()
        .startsWith("url: the variable ADMIN may not be used here")
        .doesNotContain("hunter3");
  }

  @Test
  void aNameIsWrittenOutWhateverVariablesThereAre() {
    var document = CheckDocument.yaml("name: ${ADMIN}\nurl: http://x\n");

    var reading = reader("targets: {variables: [ADMIN]}").read(document, Neighbours.of(List.of()));

    assertThat(reading.registration()).isEmpty();
    assertThat(told(reading.problems()))
        .singleElement()
        .asString()
        .startsWith("name: must be written out")
        .doesNotContain("hunter3");
  }

  @Test
  void whatTargetsMayConnectToIsWrittenInTheFile() {
    var document = CheckDocument.yaml("name: a\nurl: http://x\nallow-private: true\ndeny: []\n");

    assertThat(told(reader("").read(document, Neighbours.of(List.of())).problems()))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("is not for targets"));
    assertThat(reader("").atThisMachine(true).allowsPrivate()).isTrue();
    assertThat(reader("").atThisMachine(false).allowsPrivate()).isFalse();
    assertThat(reader("egress: {allow-private: true}").atThisMachine(false).allowsPrivate())
        .isTrue();
    assertThat(
            reader("egress: {allow-private: true}\ntargets: {allow-private: false}")
                .atThisMachine(true)
                .allowsPrivate())
        .isFalse();
  }

  @Test
  void onlyTypesThatTheFileNamesMayBeUsed() {
    var reader = reader("targets: {types: [http, dns]}");
    var document = CheckDocument.yaml("name: a\ntype: tcp\naddress: db:5432\n");

    assertThat(told(reader.read(document, Neighbours.of(List.of())).problems()))
        .containsExactly(
            "type: may not be that of a target; allowed: dns, http; who runs Pulse allows others in"
                + " pulse.yaml, with targets: {types: […]}");
    assertThat(reader.types()).containsExactly("dns", "http");
    assertThat(reader.type("tcp")).isEmpty();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> reader("targets: {types: [htp]}"))
        .withMessageContaining("must name types of checks");
    assertThat(file("targets: {enabled: false}").targets()).isEmpty();
  }

  @Test
  void whatRunsProgramsOrReadsElsewhereAsPulseIsOnlyForTargetsWhereTheFileNamesIt() {
    var document = CheckDocument.yaml("name: a\ntype: pod-sqlite\n");
    var usual = reader("").atThisMachine(true);

    assertThat(usual.types())
        .containsExactly(
            "dns",
            "group",
            "heartbeat",
            "http",
            "icmp",
            "promql",
            "promql-samples",
            "slo",
            "tcp",
            "tls",
            "websocket");
    assertThat(usual.type("pod-sqlite")).isEmpty();
    assertThat(told(usual.read(document, Neighbours.of(List.of())).problems()))
        .anySatisfy(told -> assertThat(told).startsWith("type: may not be that of a target;"));
    assertThat(reader("targets: {types: [pod-sqlite]}").types()).containsExactly("pod-sqlite");
    assertThat(
            told(
                reader("targets: {types: [pod-sqlite]}")
                    .read(document, Neighbours.of(List.of()))
                    .problems()))
        .noneSatisfy(told -> assertThat(told).startsWith("type:"));
  }

  @Test
  void aNameThatIsTakenIsToldAndSoIsWhatItDependsOn() {
    var other = Registration.check("db", context -> null).build();
    var reader = reader("");

    assertThat(
            told(
                reader
                    .read(
                        CheckDocument.yaml("name: db\nurl: http://x"),
                        Neighbours.of(List.of(other)))
                    .problems()))
        .containsExactly("name: is the name of another check already; names must be unique");
    assertThat(
            reader
                .read(
                    CheckDocument.yaml("name: a\nurl: http://x\ndepends-on: db"),
                    Neighbours.of(List.of(other)))
                .problems())
        .isEmpty();
  }

  @Test
  void formsAreToldWhatEveryTypeAsksForAndNothingTwice() {
    var reader = reader("");
    var common = reader.common().stream().map(Option::name).toList();

    assertThat(common)
        .doesNotHaveDuplicates()
        .contains("name", "title", "every", "cron", "timeout", "retries", "tags", "labels")
        .contains("depends-on", "fail-unless", "rules[0].when", "rules[0].after");
    assertThat(reader.types()).contains("http", "tcp", "dns", "heartbeat", "group");
    assertThat(reader.type("http").orElseThrow().options())
        .extracting(Option::name)
        .contains("url", "method", "basic.password")
        .doesNotContain("name", "every", "allow-private", "allow", "fail-unless")
        .doesNotHaveDuplicates();
    var all = ofAllTypes();
    for (String type : all.types()) {
      assertThat(all.type(type).orElseThrow().described()).as(type).isTrue();
    }
  }
}
