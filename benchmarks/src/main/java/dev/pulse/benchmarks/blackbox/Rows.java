package dev.pulse.benchmarks.blackbox;

import java.util.ArrayList;
import java.util.List;

/** All targets, in the order of the page. */
final class Rows {
  private Rows() {}

  static List<Row> of(Ports ports) {
    var rows = new ArrayList<Row>();
    new HttpRows(ports, rows).add();
    new TlsRows(ports, rows).add();
    new OtherRows(ports, rows).add();
    return List.copyOf(rows);
  }
}
