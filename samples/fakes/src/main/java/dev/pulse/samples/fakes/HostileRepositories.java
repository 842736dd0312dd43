package dev.pulse.samples.fakes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Repositories that would hurt whoever reads them carelessly. */
public final class HostileRepositories {
  /** How large the README of {@link #large} is, in bytes. */
  public static final int README = 20 * 1_024 * 1_024;

  /** How many packages the SBOM of {@link #large} has. */
  public static final int PACKAGES = 50_000;

  private static final List<String> TEXTS =
      List.of(
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "@everyone <!channel> <@U1> [x](javascript:alert(1))",
          "\u001b]0;owned\u0007\u001b[2J\u001b[31mred",
          "line\r\nX-Injected: yes\r\n\r\nbody",
          "\u202egnp.exe",
          "nul\u0000byte",
          "${jndi:ldap://127.0.0.1/x} {{7*7}} %s %n $(id) `id`",
          "'; DROP TABLE results; --",
          "Z\u0351\u036b\u0343".repeat(2_000),
          "\ud83d\ude00".repeat(10_000));

  private HostileRepositories() {}

  /** Texts that a page, a terminal, a chat, a header, a log or a database might obey. */
  public static List<String> texts() {
    return TEXTS;
  }

  /**
   * One repository for each text, which has it as its name, description, branch, titles, workflow
   * and findings. GitHub allows no such names; a server that says it is GitHub may send them.
   */
  public static List<FakeGitHubRepository> named(FakeGitHub github, String owner, Instant now) {
    var made = new ArrayList<FakeGitHubRepository>();
    for (var text : TEXTS) {
      var repository = github.repository(owner, text);
      repository
          .description(text)
          .defaultBranch(text)
          .issue(text, now)
          .readme(text)
          .release(text, now)
          .packages("pkg:npm/" + text + "@1.0.0")
          .alert(FakeAdvisory.of("GHSA-" + text, "npm", text).summary(text, text))
          .codeAlert("critical")
          .secretAlert(text)
          .coverage(50);
      repository.run().titled(text).job(text, "failure").finish("failure");
      made.add(repository);
    }
    return made;
  }

  /**
   * One repository for each text, with a name that GitHub allows, which has the text wherever
   * GitHub lets people write it; one whose packages draw in each other in a circle, with a weakness
   * deep below; and one of which little can be read.
   */
  public static List<FakeGitHubRepository> odd(FakeGitHub github, String owner, Instant now) {
    var made = new ArrayList<FakeGitHubRepository>();
    for (int i = 0; i < TEXTS.size(); i++) {
      var text = TEXTS.get(i);
      var repository = github.repository(owner, "odd-" + i);
      var weak = "pkg:npm/" + encoded(text.substring(0, Math.min(200, text.length()))) + "@1.0.0";
      repository
          .description(text)
          .defaultBranch(text)
          .workflow("ci.yml", "name: CI\non: push\njobs: {}\n");
      repository
          .packages(
              List.of("pkg:npm/wrapper@1.0.0"), Map.of("pkg:npm/wrapper@1.0.0", List.of(weak)))
          .alert(
              FakeAdvisory.of("GHSA-odd0-0000-000" + i % 10, "npm", text)
                  .severity(i % 2 == 0 ? "high" : "low")
                  .summary(text, text));
      repository.run().titled(text).job(text, "failure").finish("failure");
      made.add(repository);
    }
    made.add(tangled(github.repository(owner, "tangled")));
    made.add(
        github
            .repository(owner, "t" + "-long-name".repeat(9))
            .sbom(FakeGitHubRepository.Feature.OFF)
            .dependabot(FakeGitHubRepository.Feature.FORBIDDEN)
            .codeScanning(FakeGitHubRepository.Feature.FORBIDDEN)
            .secretScanning(FakeGitHubRepository.Feature.FORBIDDEN));
    return made;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static FakeGitHubRepository tangled(FakeGitHubRepository repository) {
    return repository
        .packages(
            List.of("pkg:npm/outer@1.0.0", "pkg:npm/plain@2.0.0"),
            Map.of(
                "pkg:npm/outer@1.0.0", List.of("pkg:npm/middle@1.0.0"),
                "pkg:npm/middle@1.0.0", List.of("pkg:npm/inner@1.0.0", "pkg:npm/outer@1.0.0"),
                "pkg:npm/inner@1.0.0", List.of("pkg:npm/weak@0.1.0", "pkg:npm/middle@1.0.0"),
                "pkg:npm/nowhere@1.0.0", List.of("pkg:npm/plain@2.0.0")))
        .alert(
            FakeAdvisory.of("GHSA-weak-0000-0001", "npm", "weak")
                .severity("critical")
                .alias("CVE-2026-0009")
                .summary("weak trusts everybody", "weak trusts everybody.")
                .fixed("0.2.0"));
  }

  /** A README of 20 MiB that is sent whole, and an SBOM of 50,000 packages. */
  public static FakeGitHubRepository large(FakeGitHub github, String owner, String name) {
    return github
        .repository(owner, name)
        .wholeFiles()
        .readme("x".repeat(README))
        .packages(
            IntStream.range(0, PACKAGES)
                .mapToObj(i -> "pkg:npm/package-" + i + "@1." + i % 100 + ".0")
                .toList());
  }

  /** Each of {@link #yaml} as a workflow that can be started. */
  public static FakeGitHubRepository workflows(FakeGitHub github, String owner, String name) {
    var repository = github.repository(owner, name);
    yaml().forEach((file, text) -> repository.workflow(file + ".yml", text));
    return repository;
  }

  /** Texts in YAML that exhaust, confuse or trick whoever reads them, by what they do. */
  public static Map<String, String> yaml() {
    var yaml = new LinkedHashMap<String, String>();
    yaml.put("billion-laughs", laughs());
    yaml.put("deep-lists", dispatch("x: " + "[".repeat(50_000) + "]".repeat(50_000)));
    yaml.put("deep-maps", dispatch("x: " + "{a: ".repeat(20_000) + "1" + "}".repeat(20_000)));
    yaml.put("circle", dispatch("x: &x\n  y: *x"));
    yaml.put("many-keys", dispatch(keys(100_000)));
    yaml.put("long-text", dispatch("x: \"" + "y".repeat(5_000_000) + "\""));
    yaml.put(
        "class",
        dispatch("x: !!javax.script.ScriptEngineManager [!!java.net.URL [http://127.0.0.1/]]"));
    yaml.put("own-tag", dispatch("x: !Fn::Execute id"));
    yaml.put("twice", dispatch("on: push"));
    yaml.put("many-documents", dispatch("---\non: workflow_dispatch\n".repeat(1_000)));
    yaml.put("not-a-map", "- workflow_dispatch\n");
    yaml.put("broken", "on: workflow_dispatch: {[\n\t\"");
    yaml.put("binary", "on: workflow_dispatch\u0000\u0001\u0002\uffff");
    yaml.put("norway", "on: workflow_dispatch\nno: yes\nyes: no\noff: 0o17\n");
    yaml.put("empty", "");
    return yaml;
  }

  private static String dispatch(String rest) {
    return "name: hostile\non: workflow_dispatch\n" + rest + "\n";
  }

  private static String keys(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("key-").append(i).append(": ").append(i).append('\n');
    }
    return text.toString();
  }

  /** Nine lines that are a billion values. */
  private static String laughs() {
    var text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 10; i++) {
      var again = String.join(", ", Collections.nCopies(10, "*a" + (i - 1)));
      text.append("a%d: &a%d [%s]\n".formatted(i, i, again));
    }
    return dispatch(text.toString());
  }
}
