package dev.pulse.samples.server.web;

import java.util.LinkedHashSet;
import java.util.Set;

/** From where people have signed in before; the oldest are forgotten. Thread-safe. */
final class Familiar {
  private final int most;
  private final Object lock = new Object();
  private final Set<Place> places = new LinkedHashSet<>();

  private record Place(String name, String address) {}

  Familiar(int most) {
    this.most = most;
  }

  boolean has(String name, String address) {
    synchronized (lock) {
      return places.contains(new Place(name, address));
    }
  }

  void add(String name, String address) {
    var place = new Place(name, address);
    synchronized (lock) {
      places.remove(place);
      if (places.size() >= most) {
        places.remove(places.iterator().next());
      }
      places.add(place);
    }
  }
}
