package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.report.Subject;

/** What is told of a network as a whole, once for each channel that watches it. */
enum NetworkAlert {
  /** So much fails that no client can be blamed. */
  NETWORK_WIDE(AlertStates.NETWORK, Step.NETWORK_WIDE, "network-incident"),
  /** Nothing is known. */
  NO_DATA(AlertStates.NO_DATA, Step.NO_DATA, "no-data");

  private final String client;
  private final String finding;
  private final String word;

  NetworkAlert(String client, String finding, String word) {
    this.client = client;
    this.finding = finding;
    this.word = word;
  }

  /** The subject of the notice in the channel of a client's subject. */
  Subject of(Subject any) {
    return new Subject(any.network(), client, any.guild(), any.channel());
  }

  /** The key of its one finding. */
  String finding() {
    return finding;
  }

  /** In names of registrations and rules. */
  String word() {
    return word;
  }
}
