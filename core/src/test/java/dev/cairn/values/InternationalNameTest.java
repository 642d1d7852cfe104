package dev.cairn.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that international host names are converted as browsers convert them. */
class InternationalNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # letters that IDNA 2003 confused with others
          straße.de                | xn--strae-oqa.de
          STRASSE.de               | strasse.de
          STRAẞE.de                | xn--strae-oqa.de
          faß.de                   | xn--fa-hia.de
          βόλος.com                | xn--nxasmm1c.com
          βόλοσ.com                | xn--nxasmq6b.com
          ΒΌΛΟΣ.com                | xn--nxasmq6b.com

          # joiners, where the script needs them
          می\u200Cخواهم.ir         | xn--mgbn2ecje63gr19l.ir
          میخواهم.ir               | xn--mgbn2ecje63g.ir
          क्\u200Dष.in              | xn--11b2ezcw70k.in
          क्ष.in                    | xn--11b2ezc.in

          # letters that Unicode 3.2 did not have
          Ⱥ.com                    | xn--cgj.com
          ⱥ.com                    | xn--cgj.com
          Ა.ge                     | xn--lod.ge
          ა.ge                     | xn--lod.ge

          # one name in many spellings
          BÜCHER.example           | xn--bcher-kva.example
          bu\u0308cher.example     | xn--bcher-kva.example
          b%C3%BCcher.example      | xn--bcher-kva.example
          xn--bcher-kva.example    | xn--bcher-kva.example
          XN--BCHER-KVA.example    | xn--bcher-kva.example
          www.bücher.example       | xn--bcher-kva.example
          bücher.example.          | xn--bcher-kva.example
          İ.com                    | xn--i-9bb.com
          ÅÄÖ.se                   | xn--4cab6c.se
          日本語。jp                | xn--wgv71a119e.jp
          日本語．jp                | xn--wgv71a119e.jp
          日本語｡jp                | xn--wgv71a119e.jp
          ＥＸＡＭＰＬＥ.com         | example.com
          ex\u00ADample.com        | example.com
          ﬁ.com                    | fi.com
          ⅷ.com                    | viii.com
          ①②.com                  | 12.com
          １２７.0.0.1              | 127.0.0.1

          # other scripts and symbols; letters that only look alike stay different
          ЕХАМРLE.com              | xn--le-6kct0bya6a.com
          пример.рф                | xn--e1afmkfd.xn--p1ai
          עברית.example            | xn--5dbqzzl.example
          ☕.example                | xn--53h.example
          xn--53h.example          | xn--53h.example
          😀.la                    | xn--e28h.la
          ≠.com                    | xn--1ch.com

          # hyphens and underscores are not looked at
          -ü-.de                   | xn-----xka.de
          r3---ü.com               | xn--r3----ova.com
          r3---sn-4g5e.example     | r3---sn-4g5e.example
          ü_b.com                  | xn--_b-wka.com
          """)
  void namesTheHostAsBrowsersDo(String host, String site) {
    assertThat(SiteName.of("https://" + host + "/")).isEqualTo(site);
    assertThat(SiteName.of(host)).isEqualTo(site);
    assertThat(SiteName.of("https://" + site)).isEqualTo(site);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          xn--.com                 | begins with xn-- and encodes no valid name
          xn--a.com                | begins with xn-- and encodes no valid name
          XN--A.com                | begins with xn-- and encodes no valid name
          %78n--a.com              | begins with xn-- and encodes no valid name
          a.xn--                   | begins with xn-- and encodes no valid name
          xn--bücher.de            | begins with xn-- and encodes no valid name
          xn--wma.com              | begins with xn-- and encodes no valid name
          xn--a-ubb.com            | begins with xn-- and encodes no valid name
          \u202Emoc.live           | a character that no host may have
          \uE000.com               | a character that no host may have
          ü\uFFFF.com              | a character that no host may have
          \u0300a.com              | begins with a combining mark
          1and1.עברית              | mixes writing directions
          aעברית.com               | mixes writing directions
          👩\u200D💻.ws             | a zero-width joiner
          a\u200Cb.com             | a zero-width joiner
          ü b.com                  | a host has no ' '
          ℀.com                    | a host has no '/'
          a\u0338=ü.com            | a host has no '='
          ü..de                    | between two dots
          %C3.com                  | a character that no host may have
          """)
  void saysWhyAHostHasNoName(String host, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of("https://" + host + "/"))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xn--wma.com", "xn--a.com:8080", "shop.xn--j4f.ge"})
  void aNameThatWasStoredByOlderRulesStillNamesItsSite(String name) {
    assertThat(SiteName.of(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "a\uDE00", "a\u2028b", "\uFDD0"})
  void halfACharacterAndALineBreakNameNoSite(String label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of("https://" + label + ".com/"))
        .withMessageContaining("a character that no host may have");
  }

  @ParameterizedTest
  @CsvSource({
    "xn--wma.com, xn--cgj.com",
    "xn--wma.com:8080, xn--cgj.com:8080",
    "xn--kkg.de, xn--zca.de",
    "shop.xn--j4f.ge, shop.xn--lod.ge",
    "xn--wma, xn--cgj",
    "xn--wma:80, xn--cgj:80",
    "strasse.de, strasse.de",
    "xn--strae-oqa.de, xn--strae-oqa.de",
    "xn--nxasmq6b.com, xn--nxasmq6b.com",
    "xn--a.com, xn--a.com",
    "example.com:8080, example.com:8080",
    "[2001:db8::1], [2001:db8::1]",
  })
  void aFormerNameIsMappedAgainWhereItTellsItsSite(String former, String today) {
    assertThat(FormerSiteName.today(former)).isEqualTo(today);
  }

  @ParameterizedTest
  @CsvSource({
    "https://straße.de/x, strasse.de, true",
    "https://straße.de:8080/, strasse.de:8080, true",
    "https://βόλος.com/, xn--nxasmq6b.com, true",
    "https://Ⱥ.com/, xn--wma.com, true",
    "http://straße/, strasse, true",
    "http://straße:8080/x, strasse:8080, true",
    "https://straße.de/, xn--strae-oqa.de, false",
    "https://straße.de/, example.com, false",
    "about:blank, example.com, false",
    "https://。/, example.com, false",
  })
  void aUrlTellsItsFormerName(String url, String name, boolean former) {
    assertThat(FormerSiteName.isOf(url, name)).isEqualTo(former);
  }
}
