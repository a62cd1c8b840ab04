using System.Globalization;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

public sealed class SigningTimeTests
{
    [Theory]
    [InlineData("20240229T235959Z")]
    [InlineData("20230229T000000Z")]
    [InlineData("20240230T000000Z")]
    [InlineData("00000101T000000Z")]
    [InlineData("00010101T000000Z")]
    [InlineData("99991231T235959Z")]
    [InlineData("20240101T240000Z")]
    [InlineData("20240101T236000Z")]
    [InlineData("20240101T235960Z")]
    [InlineData("20240101t235959Z")]
    [InlineData("20240101T235959z")]
    [InlineData("20240101T235959")]
    [InlineData("20240101T235959Z ")]
    [InlineData("2024 101T235959Z")]
    [InlineData("٢٠٢٤٠١٠١T000000Z")]
    [InlineData("")]
    public void TryParseBasic_Text_IsReadAsTheGeneralParserReadsIt(string text) => AssertSame(text);

    [Fact]
    public void TryParseBasic_TextWithOneCharacterChanged_IsReadAsTheGeneralParserReadsIt()
    {
        const string Time = "20240229T123456Z";
        for (int i = 0; i < Time.Length; i++)
        {
            for (char c = ' '; c < '\x7f'; c++)
            {
                AssertSame(Time[..i] + c + Time[(i + 1)..]);
            }
        }
    }

    [Theory]
    [InlineData("20240229", true)]
    [InlineData("20230229", false)]
    [InlineData("20241301", false)]
    [InlineData("2024022", false)]
    [InlineData("202402290", false)]
    [InlineData("-0240229", false)]
    public void IsDate_Text_IsADayOfTheCalendar(string text, bool expected) => Assert.Equal(expected, SigningTime.IsDate(text));

    private static void AssertSame(string text)
    {
        bool isTime = DateTimeOffset.TryParseExact(
            text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expected);
        Assert.Equal(isTime, SigningTime.TryParseBasic(text, out DateTimeOffset time));
        Assert.Equal(expected, time);
    }
}
