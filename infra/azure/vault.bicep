// Secrets live here and nowhere else: the app reads them by its identity, and no output names a value.

param name string
param location string
param principalId string
param storageName string

@secure()
param fullKey string

@secure()
param anthropicApiKey string

@secure()
param openAiApiKey string

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }

  resource full 'secrets' = {
    name: 'full-key'
    properties: {
      value: fullKey
    }
  }

  resource artifacts 'secrets' = {
    name: 'artifact-connection'
    properties: {
      value: 'DefaultEndpointsProtocol=https;AccountName=${storage.name};AccountKey=${storage.listKeys().keys[0].value};EndpointSuffix=${environment().suffixes.storage}'
    }
  }

  resource anthropic 'secrets' = if (!empty(anthropicApiKey)) {
    name: 'anthropic-api-key'
    properties: {
      value: anthropicApiKey
    }
  }

  resource openAi 'secrets' = if (!empty(openAiApiKey)) {
    name: 'openai-api-key'
    properties: {
      value: openAiApiKey
    }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, 'secrets')
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    // Key Vault Secrets User
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

output uri string = vault.properties.vaultUri
