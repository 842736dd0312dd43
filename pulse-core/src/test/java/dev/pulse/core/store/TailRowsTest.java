package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TailRowsTest {
  private static ByteReader written(List<StoredResult> results) {
    var out = new ByteWriter();
    results.forEach(result -> result.write(out));
    return new ByteReader(out.toArray());
  }

  @ParameterizedTest
  @MethodSource("dev.pulse.core.store.BlockTest#kinds")
  void eachResultCanBeReadByItself(IntFunction<List<StoredResult>> kind) throws SQLException {
    for (int seed = 0; seed < 30; seed++) {
      var results = new ArrayList<>(kind.apply(seed));
      Collections.shuffle(results, new Random(seed));
      var rows = new TailRows(written(results), results.size());

      results.sort(Comparator.comparingLong(result -> result.runId));
      assertThat(rows.count()).isEqualTo(results.size());
      for (int i = 0; i < results.size(); i++) {
        var expected = results.get(i);
        assertThat(rows.runId(i)).isEqualTo(expected.runId);
        assertThat(rows.started(i)).isEqualTo(expected.started);
        assertThat(rows.status(i)).isEqualTo(expected.status);
        assertThat(written(List.of(rows.result(i))).copy())
            .isEqualTo(written(List.of(expected)).copy());
      }
    }
  }

  @Test
  void whatIsNoResultIsDamaged() {
    var random = new Random(1);
    byte[] whole = written(List.of(BlockTest.http(0, random))).copy();

    assertThatExceptionOfType(DamagedException.class)
        .isThrownBy(() -> new TailRows(new ByteReader(whole, 0, whole.length - 1), 1));
  }
}
