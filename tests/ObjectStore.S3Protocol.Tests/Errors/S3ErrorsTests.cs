using System.Reflection;
using ObjectStore.S3Protocol.Errors;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Errors;

public sealed class S3ErrorsTests
{
    [Fact]
    public void Table_EveryError_IsNamedAsItsCodeAndHasAStatusAndAMessage()
    {
        PropertyInfo[] errors = typeof(S3Errors).GetProperties(BindingFlags.Public | BindingFlags.Static);

        Assert.NotEmpty(errors);
        Assert.All(errors, property =>
        {
            S3Error error = (S3Error)property.GetValue(null)!;
            Assert.Equal(property.Name, error.Code);
            Assert.InRange(error.HttpStatus, 301, 507);
            Assert.NotEmpty(error.Message);
        });
        Assert.Equal(errors.Select(property => property.Name).Order(StringComparer.Ordinal), errors.Select(property => property.Name));
    }

    [Fact]
    public void S3Exception_KeepsWhatItWasGivenInOrder()
    {
        S3Exception exception = S3Exception.InvalidArgument("max-keys", null, "no number").WithElement("Key", "k").WithHeader("Allow", "GET");

        Assert.Same(S3Errors.InvalidArgument, exception.Error);
        Assert.Equal("no number", exception.Message);
        Assert.Equal([new("ArgumentName", "max-keys"), new("ArgumentValue", ""), new("Key", "k")], exception.Elements);
        Assert.Equal([new("Allow", "GET")], exception.Headers);
        Assert.Equal(S3Errors.NoSuchKey.Message, new S3Exception(S3Errors.NoSuchKey).Message);
    }
}
