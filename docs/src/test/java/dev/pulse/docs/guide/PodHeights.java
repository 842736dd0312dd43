package dev.pulse.docs.guide;

import static java.util.stream.Collectors.joining;

import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.kubernetes.PodAnswer;
import dev.pulse.kubernetes.PodExec;
import dev.pulse.kubernetes.PodFailure;
import dev.pulse.kubernetes.PodScanner;
import dev.pulse.kubernetes.PodSqlite;
import dev.pulse.kubernetes.SqliteRow;
import java.util.List;

public final class PodHeights {
  public static void main(String[] pods) throws InterruptedException {
    System.out.println(ask(KubernetesConnection.detect(), List.of(pods)));
  }

  static String ask(KubernetesConnection cluster, List<String> pods) throws InterruptedException {
    var question = PodSqlite.query("SELECT max(height) AS height FROM blocks").file("/chain.db");
    try (var scan = PodScanner.builder(PodExec.of(cluster), question.build()).pods(pods).build()) {
      return scan.scan().answers().stream().map(PodHeights::line).collect(joining("\n"));
    }
  }

  static String line(PodAnswer<List<SqliteRow>> answer) {
    return answer.pod()
        + ": "
        + answer
            .value()
            .map(rows -> rows.get(0).text("height").orElse("no blocks"))
            .orElseGet(() -> answer.failure().map(PodFailure::message).orElseThrow());
  }
}
