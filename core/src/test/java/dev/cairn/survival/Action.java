package dev.cairn.survival;

import dev.cairn.survival.Things.Spot;
import dev.cairn.survival.Things.Thing;
import java.util.List;

/**
 * An operation of a randomized test that runs on a store and on its model, with the same outcome.
 */
interface Action {

  /** Does it, and returns the outcome. */
  Object on(Rows rows);

  record Put(Spot spot, Thing thing) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.put(spot, thing);
    }
  }

  /** Refused; a transaction goes on after it as if nothing had been. */
  record PutTooLong(Spot spot, boolean tag) implements Action {
    private static final String LONG = "x".repeat(600);

    @Override
    public Object on(Rows rows) {
      try {
        return tag
            ? rows.put(spot, new Thing("a tag that is too long", List.of("red", LONG), 1))
            : rows.put(new Spot(LONG, spot.number()), new Thing("", List.of(), 1));
      } catch (IllegalArgumentException e) {
        return "refused";
      }
    }
  }

  record Delete(Spot spot) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.delete(spot);
    }
  }

  record Get(Spot spot) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.get(spot);
    }
  }

  record AddWeight(Spot spot, long more) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.addWeight(spot, more);
    }
  }

  record Count(String counter) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.count(counter);
    }
  }

  record Find(Query query) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.find(query);
    }
  }

  record Size(Query query) implements Action {
    @Override
    public Object on(Rows rows) {
      return rows.size(query);
    }
  }
}
