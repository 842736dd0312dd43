package com.acme.pulse;

import dev.pulse.api.config.Settings;

/** The option that check and collector have in common. */
final class Stations {
  private Stations() {}

  static LockerStation read(Settings settings) {
    return new LockerStation(
        settings
            .uri("station", "http", "https")
            .expecting("the address of a station like https://lockers-7.acme.example")
            .describedAs("the station to ask")
            .required());
  }
}
