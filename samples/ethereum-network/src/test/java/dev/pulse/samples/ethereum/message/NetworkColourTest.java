package dev.pulse.samples.ethereum.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkColourTest {
  @ParameterizedTest
  @CsvSource({
    "mainnet, E65D4C",
    "sepolia, 4CC3E6",
    "pectra-devnet-6, E64CA5",
    "eof-devnet-0, A1E64C"
  })
  @DisplayName("M6, 8.4: the colour of a network")
  void coloursAreThoseOfTheVectors(String network, String rgb) {
    assertThat("%06X".formatted(NetworkColour.of(network))).isEqualTo(rgb);
  }

  @ParameterizedTest
  @CsvSource({"''", "-", "--", "a-b-", "é-ü-😀"})
  void anyNameHasAColour(String network) {
    assertThat(NetworkColour.of(network)).isBetween(0, 0xffffff);
  }
}
