// Two accounts: the host's (queues, tables, blobs of the durable engine, and artifacts), and the disk of clones and worktrees.

@description('Lower-case letters and digits, at most 19.')
param name string
param location string
param principalId string
param subnetId string

// What the Functions host and the Durable Task extension ask of an identity-based AzureWebJobsStorage.
var roles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
]

resource host 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}host'
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    // The artifact store takes a connection string; it is kept in the vault.
    allowSharedKeyAccess: true
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
      virtualNetworkRules: [
        {
          id: subnetId
        }
      ]
    }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  name: guid(host.id, principalId, role)
  scope: host
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource state 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}state'
  location: location
  kind: 'FileStorage'
  sku: {
    name: 'Premium_LRS'
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    // NFS has no TLS of its own: the network rule below is what keeps others out.
    supportsHttpsTrafficOnly: false
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      virtualNetworkRules: [
        {
          id: subnetId
        }
      ]
    }
  }

  resource files 'fileServices' = {
    name: 'default'

    resource share 'shares' = {
      name: 'state'
      properties: {
        // git needs POSIX permissions, symbolic links and atomic renames, which SMB does not give it.
        enabledProtocols: 'NFS'
        shareQuota: 100
      }
    }
  }
}

output hostAccountName string = host.name
output stateAccountName string = state.name
output stateShareName string = state::files::share.name
