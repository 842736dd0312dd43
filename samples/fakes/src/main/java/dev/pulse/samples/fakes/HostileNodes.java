package dev.pulse.samples.fakes;

import java.util.List;

/** Machines whose names, and those of their clients, would hurt whoever shows them carelessly. */
final class HostileNodes {
  private static final String IMAGE = "<img src=x onerror=\"document.title=1\">";
  private static final String RIGHT_TO_LEFT = "\u0641\u062d\u0635 \u202e evil";
  private static final String LONG = "five hundred characters ".repeat(21).substring(0, 500);
  private static final String ROCKET = "\ud83d\udc69\u200d\ud83d\ude80 \u65e5\u672c\u8a9e";

  private HostileNodes() {}

  /** Every consensus client with every execution client. */
  static List<EthereumNode> all() {
    var names = List.of(IMAGE, RIGHT_TO_LEFT, LONG, ROCKET);
    return names.stream()
        .flatMap(
            consensus ->
                names.stream()
                    .map(
                        execution ->
                            new EthereumNode(
                                consensus + "-" + execution + "-1",
                                consensus + " CL",
                                execution + " EL")))
        .toList();
  }
}
