package dev.pulse.samples.ethereum.evaluate;

import static dev.pulse.samples.ethereum.ScriptedEvaluation.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.ScriptedEvaluation;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix.Cell;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix.Tally;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientMatrixTest {
  private static Cell cell(ClientMatrix matrix, String consensus, String execution) {
    return matrix.cells().stream()
        .filter(it -> it.pair().equals(new ClientPair(consensus, execution)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyPairHasItsNodesByState() {
    var matrix =
        ClientMatrix.of(
            ScriptedEvaluation.of("hoodi")
                .well(List.of("teku-geth-1", "teku-reth-1", "prysm-geth-1"))
                .failing(List.of("teku-geth-2"))
                .silent(List.of("teku-geth-3", "prysm-reth-1"))
                .at(Instant.EPOCH));

    assertThat(matrix.clients(Layer.CONSENSUS)).containsExactly("prysm", "teku");
    assertThat(matrix.clients(Layer.EXECUTION)).containsExactly("geth", "reth");
    assertThat(cell(matrix, "teku", "geth").all()).isEqualTo(new Tally(1, 0, 1, 1));
    assertThat(cell(matrix, "teku", "geth").checks().get("cl-sync"))
        .isEqualTo(new Tally(2, 0, 1, 0));
    assertThat(cell(matrix, "teku", "geth").checks().get("cl-sync").status())
        .isEqualTo(Status.WARN);
    assertThat(cell(matrix, "prysm", "reth").all().status()).isEqualTo(Status.UNKNOWN);
    assertThat(cell(matrix, "prysm", "geth").all().status()).isEqualTo(Status.PASS);
  }

  @Test
  void aCheckThatCouldNotBeAskedIsUnknownAndNobodyIsWhollyWell() {
    var matrix =
        ClientMatrix.of(
            ScriptedEvaluation.of("hoodi")
                .well(nodes("teku", "geth"))
                .error("HTTP 503")
                .at(Instant.EPOCH));

    assertThat(cell(matrix, "teku", "geth").checks().get("el-sync").status())
        .isEqualTo(Status.UNKNOWN);
    assertThat(cell(matrix, "teku", "geth").all()).isEqualTo(new Tally(0, 1, 0, 0));
    assertThat(cell(matrix, "teku", "geth").all().status()).isEqualTo(Status.WARN);
  }

  @Test
  void aNodeWithoutAPairIsInNoCell() {
    var matrix =
        ClientMatrix.of(
            ScriptedEvaluation.of("hoodi").failing(List.of("bootnode-1")).at(Instant.EPOCH));

    assertThat(matrix.cells()).isEmpty();
  }
}
