package dev.cairn.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that every URL of a site gives the same name, and that a URL without a host is refused with
 * the reason.
 */
class SiteNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the host, whatever follows it
          https://example.com                         | example.com
          https://example.com/                        | example.com
          https://example.com/page1                   | example.com
          https://example.com?q=http://other.com/     | example.com
          https://example.com#top                     | example.com
          https://example.com/a b\\c/@x:y              | example.com
          http://shop.example.co.uk/a/b.html          | shop.example.co.uk
          https://xn--bcher-kva.example/              | xn--bcher-kva.example
          https://a1.2b.c-d.example/                  | a1.2b.c-d.example
          https://my_bucket.example.com/              | my_bucket.example.com
          https://r3---sn-4g5e.example.com/           | r3---sn-4g5e.example.com
          http://intranet/wiki                        | intranet
          http://localhost/                           | localhost
          ftp://files.example.com/                    | files.example.com
          chrome-extension://abcdef/popup.html        | abcdef

          # lower case, no www., no trailing dot, no blanks around
          HTTPS://WWW.Example.COM/Path                | example.com
          https://www.example.com                     | example.com
          https://www.www.example.com                 | example.com
          https://www.com/a.b                         | www.com
          https://www2.example.com                    | www2.example.com
          https://wwwexample.com                      | wwwexample.com
          https://example.com./                       | example.com
          '  https://example.com/\t'                  | example.com

          # no user, no password
          https://user@example.com/                   | example.com
          https://user:p%40ss@example.com:8443/       | example.com:8443
          https://a@b@example.com/                    | example.com

          # the port, unless it is the scheme's own
          https://example.com:8443/                   | example.com:8443
          https://example.com:443/                    | example.com
          http://example.com:80                       | example.com
          http://example.com:443                      | example.com:443
          https://example.com:80                      | example.com:80
          wss://example.com:443/socket                | example.com
          ftp://example.com:21                        | example.com
          https://example.com:/                       | example.com
          https://example.com:08080?x                 | example.com:8080
          http://localhost:3000/                      | localhost:3000
          gopher://example.com:70/                    | example.com:70

          # international names
          https://bücher.example/                     | xn--bcher-kva.example
          https://BÜCHER.example:8080                 | xn--bcher-kva.example:8080
          https://www.日本語.jp/                        | xn--wgv71a119e.jp
          https://例え。テスト/                          | xn--r8jz45g.xn--zckzah
          https://ｅｘａｍｐｌｅ.com                    | example.com
          https://😀.la/                               | xn--e28h.la
          https://b%C3%BCcher.example/                | xn--bcher-kva.example
          https://ex%61mple.com/                      | example.com

          # IP addresses
          http://192.168.0.1/                         | 192.168.0.1
          http://127.0.0.1:8080/                      | 127.0.0.1:8080
          http://127-0-0-1/                           | 127-0-0-1
          http://[::1]/                               | [::1]
          http://[2001:DB8:0:0:0:0:0:1]:8080/         | [2001:db8::1]:8080
          http://[2001:db8:0:1:0:0:0:0]               | [2001:db8:0:1::]
          http://[2001:db8:0:1:1:1:1:1]               | [2001:db8:0:1:1:1:1:1]
          http://[0:0:1:0:0:1:0:0]                    | [::1:0:0:1:0:0]
          http://[::]                                 | [::]
          http://[::ffff:1.2.3.4]/                    | 1.2.3.4
          https://user@[::1]:443/                     | [::1]

          # without a scheme
          example.com                                 | example.com
          www.example.com/path                        | example.com
          //example.com/path                          | example.com
          Example.COM:8080                            | example.com:8080
          example.com:443                             | example.com:443
          example.com?u=http://other.com              | example.com
          localhost                                   | localhost
          localhost:8080                              | localhost:8080
          10.0.0.1:9000                               | 10.0.0.1:9000
          [::1]:8080                                  | [::1]:8080
          """)
  void namesTheSite(String url, String site) {
    assertThat(SiteName.of(url)).isEqualTo(site);
    if (site.matches(".*[.:].*")) {
      assertThat(SiteName.of(site)).isEqualTo(site);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "not a url",
        "not-a-url",
        "hello",
        "https://",
        "https:///path",
        "https://?q",
        "http://:8080/",
        "http://user@/",
        "://example.com",
        "https:example.com",
        "https:/example.com",
        "https//example.com",
        "1http://example.com/",
        "view-source:https://example.com",
        "javascript:alert(1)",
        "about:blank",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:alice@example.com",
        "alice@example.com",
        "tel:5551234",
        "/path/only",
        "?q=1",
        "#top",
        "https://exa mple.com/",
        "example.com is nice",
        "https://example.com\\@other.com/",
        "https://exa<mple>.com/",
        "https://a,b.com",
        "https://.example.com/",
        "https://example..com/",
        "https://example.com../",
        "https://./",
        "https://-.-/",
        "https://。/",
        "https://%",
        "https://%zz.com",
        "https://a%20b.com",
        "https://a%2Fb.com",
        "https://%FF.com",
        "https://a\0b.com",
        "https://\uD83D.com",
        "https://example.com:port/",
        "https://example.com:-1/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:99999999999/",
        "https://example.com:80:80/",
        "https://example.com:८०/",
        "http://256.1.1.1/",
        "http://1.2.3/",
        "http://1.2.3.4.5/",
        "http://01.2.3.4/",
        "http://0x7f.1/",
        "http://example.0x1f",
        "1.5",
        "http://[::1",
        "http://[]/",
        "http://[1.2.3.4]/",
        "http://[::1%25eth0]/",
        "http://[:::1]/",
        "http://[12345::]/",
        "http://[example.com]/",
        "http://[::1]x/",
        "::1",
      })
  void refusesWhatNamesNoSite(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of(url))
        .withMessageStartingWith("url names no site: '" + url + "': ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          about:blank                      | it is a page of the browser itself
          about:srcdoc                     | it is a page of the browser itself
          ABOUT:blank                      | it is a page of the browser itself
          data:text/html,<h1>x</h1>        | it carries its content in itself
          data:,5                          | it carries its content in itself
          blob:https://example.com/3f1c    | pass the URL of its page
          filesystem:https://a.com/t/x     | pass the URL of its page
          view-source:https://example.com/ | pass the URL of that page
          javascript:void(0)               | it is a script
          mailto:a@example.com             | it is a mail address
          a@example.com                    | like a mail address
          tel:5551234                      | it is a telephone number
          sms:+15551234                    | it is a telephone number
          urn:isbn:0451450523              | it is a name
          file:///home/u/a.html            | it is a file of this machine
          file:/home/u/a.html              | it is a file of this machine
          C:\\Users\\u\\a.html             | it is the path of a file
          https:example.com                | its scheme is not followed by // and a host
          https:/example.com/x             | its scheme is not followed by // and a host
          https:\\\\example.com\\x         | its scheme is not followed by // and a host
          intent:x#Intent;end              | its scheme is not followed by // and a host
          jar:file:/a.jar!/b               | its scheme is not followed by // and a host
          /path/only                       | it is relative
          ?q=1                             | it is relative
          #top                             | it is relative
          https:///path                    | it has no host
          intranet                         | a single word needs its scheme, as in http://intranet/
          intranet:8080                    | a single word needs its scheme, as in http://intranet/
          example.com:port/                | no port from 1 to 65535
          localhost:port                   | no port from 1 to 65535
          https://%zz.com                  | its host has a % that encodes no character
          """)
  void saysWhyAUrlNamesNoSite(String url, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of(url))
        .withMessageStartingWith("url names no site: '" + url + "': ")
        .withMessageContaining(reason);
  }

  @Test
  void showsOfAVeryLongUrlOnlyHowItBegins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of("data:image/png;base64," + "A".repeat(100_000)))
        .withMessageStartingWith("url names no site: 'data:image/png;base64,AAA")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_100));
  }

  @Test
  void refusesNull() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of(null))
        .withMessage("url is null");
  }

  @Test
  void aHostHasAtMost253CharactersAndALabel63() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "b".repeat(61));

    assertThat(SiteName.of("https://" + longest + "/")).isEqualTo(longest);
    assertThat(SiteName.of("https://" + longest + ":8080/")).isEqualTo(longest + ":8080");
    assertThat(SiteName.of("https://www." + label + ".com")).isEqualTo(label + ".com");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of("https://" + longest + "c/"))
        .withMessageContaining("253");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of("https://a" + label + ".com/"))
        .withMessageContaining("63");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiteName.of("https://" + "ü".repeat(80) + ".com/"));
  }

  @Test
  void anyTextIsNamedOrRefused() {
    String alphabet = "htps:/wEx.-_@[]%3٣1ü。\uD83D\uDE00 #?\\\0";
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "https://" : "");
      for (int length = random.nextInt(14); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      requireNamedOrRefused(text.toString());
    }
  }

  private static void requireNamedOrRefused(String text) {
    String site;
    try {
      site = SiteName.of(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("'" + text + "'");
      return;
    }
    assertThat(site).as(text).matches("[a-z0-9_.-]+(:[0-9]+)?|\\[[0-9a-f:]+](:[0-9]+)?");
    assertThat(SiteName.of("foo://" + site)).as(text).isEqualTo(site);
  }
}
